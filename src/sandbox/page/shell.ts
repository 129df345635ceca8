/** The page before the script has drawn anything: panes, composers, dialogs. Everything else is drawn.
 * `user` is who looks at it on a first visit. */
export function shell(user: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local Slack</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
${styleSheets.map((name) => `<link rel="stylesheet" href="/page/style/${name}.css">`).join("\n")}
<script type="module" src="/page/client/main.ts"></script>
</head>
<body data-user="${user}">
<svg class="definitions" aria-hidden="true"><linearGradient id="sheen" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="#fff" stop-opacity=".22"/><stop offset="1" stop-color="#000" stop-opacity=".16"/></linearGradient></svg>
<header class="top">
<div class="brand"><img src="/page/icon.svg" alt="" width="26" height="26"><b>Local Slack</b></div>
<p class="banner">A local stand-in for Slack: nothing here leaves this machine</p>
<div id="who"></div>
</header>
<nav id="sidebar" aria-label="Channels and people"></nav>
<main id="channel-pane">
<div id="head"></div>
<div id="messages" role="log" aria-label="Messages" tabindex="0"></div>
<div id="tries"></div>
<div id="join"></div>
${composer("composer", true)}
</main>
<aside id="thread" aria-label="Thread" data-testid="thread-panel" hidden>
<div id="thread-head"></div>
<div id="thread-messages" role="log" aria-label="Replies" tabindex="0"></div>
${composer("thread-composer", false)}
</aside>
<section id="drawer" aria-label="What passes between Slack and the app"></section>
<dialog id="modal" aria-labelledby="modal-title"></dialog>
<dialog id="reader"></dialog>
<div id="menu" role="menu" popover data-testid="menu"></div>
<div id="toasts" role="status"></div>
<noscript><p class="banner">This page needs JavaScript.</p></noscript>
</body>
</html>
`;
}

/** One file each, in the order they build on one another. */
export const styleSheets = ["base", "sidebar", "message", "block", "composer", "modal", "drawer"];

/** Both composers are alike; commands are offered in channels only. */
function composer(id: string, commands: boolean): string {
  const prefix = commands ? "" : "thread-";
  const slash = commands
    ? `<button type="button" class="tool" data-insert="/" aria-label="Commands" title="Commands">${svg("M12.5 4l-5 12")}</button>`
    : "";
  return `<form id="${id}" class="composer" autocomplete="off">
<div class="completion" hidden></div>
<div class="composer-box">
<textarea rows="1" data-testid="${id}" aria-label="${commands ? "Message" : "Reply"}" aria-autocomplete="list"></textarea>
<div class="waiting"></div>
<div class="composer-tools">
<label class="tool" title="Add a file">${svg("M10 4v12M4 10h12")}<input type="file" multiple class="unseen" data-testid="${prefix}upload" aria-label="Add a file"></label>
<button type="button" class="tool" data-insert="@" aria-label="Mention somebody" title="Mention somebody">${svg("M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.2c0 2.4 4 2.4 4-1.2a7 7 0 1 0-3 5.7")}</button>
${slash}
<span class="usage" aria-live="polite"></span>
<span class="keys"><b>Enter</b> sends, <b>Shift+Enter</b> breaks the line</span>
<button class="send" data-testid="${prefix}send" aria-label="Send" title="Send">${svg("M3 10 3 3.5 17.5 10 3 16.5zM3 10h7")}</button>
</div></div></form>`;
}

function svg(path: string): string {
  return `<svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="${path}"/></svg>`;
}
