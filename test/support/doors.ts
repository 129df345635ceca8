/** One effect: how it shows in the code, and where it may. What is behind `but` needs its reason. */
export type Door = {
  readonly effect: string;
  /** In the code, or (`from`) in the name of an imported package. */
  readonly sign?: RegExp;
  readonly from?: RegExp;
  readonly open: readonly string[];
  readonly but?: Readonly<Record<string, string>>;
  /** Lines that the rule must find. */
  readonly broken: readonly string[];
};

const localSlack = { "src/sandbox": "a Slack of its own, with its own clock, ids and sockets" };

/** One for each effect, and every exception with its reason. */
export const doors: readonly Door[] = [
  {
    effect: "the environment",
    sign: /\bprocess(?:\?\.|\s*\.\s*|\[["'])env\b|\{[^{}]*\benv\b[^{}]*\} = process\b/,
    from: /^(?:node:)?process$/,
    open: ["src/config.ts"],
    broken: [
      "const port = process.env.PORT;",
      'process["env"].PORT',
      "const { env } = process;",
      'import { env } from "node:process";',
    ],
  },
  {
    effect: "Postgres",
    from: /^(?:pg|pg-(?!boss).+|node-pg-migrate|postgres)$/,
    open: ["src/store"],
    broken: ['import pg from "pg";', 'import type { Client } from "pg";'],
  },
  {
    effect: "a statement",
    sign: /\b(?!req\b|request\b)\w+\.query\s*[(<]/,
    open: ["src/store"],
    but: {
      "src/queue/within.ts": "runs the queue's own statements within the caller's transaction",
    },
    broken: ['await tx.query("delete from task");', "db.query<Row>(text)"],
  },
  {
    effect: "a notification",
    sign: /\bpg_notify\b|\bnotify\s+"?\w+"?\s*[,`"']/,
    // Within a transaction that does anything else it would make all commits wait for each other.
    open: ["src/store/wake.ts"],
    broken: ["select pg_notify('queue', name)", "await tx.query(`notify queue, 'x'`)"],
  },
  {
    effect: "jobs",
    from: /^pg-boss/,
    open: ["src/queue"],
    broken: ['import { PgBoss } from "pg-boss";'],
  },
  {
    effect: "Slack's client",
    from: /^@slack\/(?!types$|bolt$)/,
    open: ["src/slack"],
    but: {
      "src/sandbox": "the types of what it answers",
      "src/listeners/modal.ts": "the type of the client that opens a form within its trigger's 3 s",
    },
    broken: ['import { WebClient } from "@slack/web-api";'],
  },
  {
    effect: "a method of Slack's Web API",
    sign: /["'`](?:auth|apps|assistant|agents|bookmarks|canvases|chat|conversations|files|pins|reactions|team|usergroups|users|views)\.[a-zA-Z.]+["'`]|\bclient\??\.(?!views\.open\b)\w+\.\w+|\.apiCall\(/,
    open: ["src/slack"],
    but: {
      ...localSlack,
      "src/research/claude/client.ts": "its client is the model's, with methods that look alike",
    },
    broken: [
      'await call("chat.postMessage", args, Posted);',
      "await client.chat.postMessage(args);",
      "await client.apiCall(method)",
    ],
  },
  {
    effect: "views.open",
    sign: /\bviews\.open\b/,
    open: ["src/listeners/modal.ts"],
    but: localSlack,
    broken: ["await client.views.open({ trigger_id, view });"],
  },
  {
    effect: "Bolt's ways to answer past the door",
    sign: /\b(?:say|respond|sayStream|setStatus)\s*\(\s*\{|\{[^{}]*\b(?:say|respond|sayStream)\b[^{}]*\}\s*\)\s*=>/,
    open: [],
    broken: ["app.message(async ({ message, say }) => {", "await respond({ text });"],
  },
  {
    effect: "the network",
    sign: /\bfetch\s*\(|\bnew (?:WebSocket|EventSource|XMLHttpRequest)\b/,
    from: /^(?:undici|ws|axios|got|node-fetch|ky|(?:node:)?(?:https?|http2|net|tls|dns(?:\/promises)?|dgram))$/,
    open: ["src/research/sources", "src/slack", "src/research/claude"],
    but: {
      ...localSlack,
      "src/admin/server.ts": "listens, and calls nobody",
      "src/store/embedded": "finds a free port for the database",
    },
    broken: [
      "const page = await fetch(url);",
      'import { request } from "undici";',
      'import { connect } from "node:tls";',
    ],
  },
  {
    effect: "the model",
    from: /^@anthropic-ai\//,
    open: ["src/research/claude"],
    broken: ['import Anthropic from "@anthropic-ai/sdk";'],
  },
  {
    effect: "other programs",
    from: /^(?:node:)?(?:child_process|worker_threads|cluster)$/,
    open: ["src/launch.mjs", "src/store/embedded", "src/research/sources/documents"],
    broken: ['import { spawn } from "node:child_process";'],
  },
  {
    effect: "the clock",
    sign: /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<!new )\bDate\(\s*\)|\bperformance\.(?:now|timeOrigin)|\bTemporal\.Now\b/,
    open: ["src/main.ts"],
    but: {
      ...localSlack,
      "src/queue/pay.ts": "sees that the process stood still between a check and what it allowed",
      "src/queue/patiently.ts": "waits for the database no longer than it may",
      "src/queue/remember.ts":
        "sees that the process stood still between a check and what it allowed",
      "jobs/show.ts": "sees that the process stood still between a check and what it allowed",
      "src/research/sources/page.ts": "measures how long a page took, for the log alone",
      "src/research/sources/web.ts": "measures how long a search took, for the log alone",
    },
    broken: ["const at = new Date();", "Date.now() - started", "now = Date.now"],
  },
  {
    effect: "chance",
    sign: /\brandomUUID\b|\brandomBytes\b|\brandomInt\b|\bMath\.random\b|\bgetRandomValues\b/,
    open: ["src/app.ts", "src/main.ts"],
    but: { ...localSlack, "src/store/embedded": "makes the database's password" },
    broken: ["const id = randomUUID();", "Math.random() * delay"],
  },
  {
    effect: "lines on a screen",
    sign: /\bconsole\.\w+|\bprocess\.std(?:out|err)\b/,
    open: ["src/main.ts", "src/launch.mjs"],
    broken: ['console.log("here");', "process.stdout.write(line)"],
  },
];
