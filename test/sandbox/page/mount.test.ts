import { Hono } from "hono";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readAssets } from "../../../src/sandbox/page/assets.ts";
import { fileIn } from "../../../src/sandbox/page/client/reader.ts";
import { mountPage } from "../../../src/sandbox/page/mount.ts";
import { shell, styleSheets } from "../../../src/sandbox/page/shell.ts";

const folder = new URL("../../../src/sandbox/page", import.meta.url).pathname;
const view = {
  snapshot: () => undefined,
  message: () => undefined,
  subscribe: () => () => undefined,
};

function mounted(): Hono {
  const app = new Hono();
  mountPage(app, view);
  return app;
}

test("the shell stands at Slack's addresses, under a policy that lets nothing in from elsewhere", async () => {
  for (const path of [
    "/",
    "/archives/C1",
    "/archives/C1/p1700000000000100",
    "/docs/T1/F1",
    "/files/U1/F1/a.md",
  ]) {
    const response = await mounted().request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
  }
});

test("the shell has no script, style or event handler in its markup, and names no other host", () => {
  const markup = shell("U1");
  expect(markup).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/u);
  expect(markup).not.toMatch(/https?:\/\//u);
  for (const name of styleSheets) expect(markup).toContain(`/page/style/${name}.css`);
});

test("only files of the page can be had below /page/", async () => {
  const app = mounted();
  expect((await app.request("/page/client/main.ts")).headers.get("content-type")).toContain(
    "text/javascript",
  );
  expect((await app.request("/page/style/base.css")).headers.get("content-type")).toContain(
    "text/css",
  );
  for (const path of [
    "/page/mount.ts",
    "/page/client/../mount.ts",
    "/page/client/%2e%2e/mount.ts",
    "/page/",
  ]) {
    expect((await app.request(path)).status).toBe(404);
  }
});

test("each module the browser loads imports only what is served, and the whole of it is reached", () => {
  const assets = readAssets(folder);
  const reached = new Set<string>();
  const waiting = ["client/main.ts"];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const body = assets.get(name)?.body;
    if (body === undefined) throw new Error(`Nothing is served for ${name}.`);
    for (const [, from = ""] of body.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"/gmu)) {
      expect(from).toMatch(/^\.\.?\//u);
      waiting.push(posix.join(posix.dirname(name), from));
    }
  }
  const modules = [...assets.keys()].filter((name) => name.endsWith(".ts"));
  // `page.ts` holds a type alone, so nothing of it is left to load.
  expect(modules.filter((name) => !reached.has(name))).toEqual(["client/page.ts"]);
});

test("reading the scripts prints no warning", async () => {
  const script = `import { readAssets } from "${folder}/assets.ts"; console.log(readAssets("${folder}").size);
    process.emitWarning("still heard");`;
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script]);
  expect(Number(stdout)).toBeGreaterThan(50);
  expect(stderr).toContain("still heard");
  expect(stderr).not.toContain("Experimental");
});

test("style sheets fetch nothing from elsewhere", () => {
  for (const name of styleSheets) {
    expect(readFileSync(`${folder}/style/${name}.css`, "utf8")).not.toMatch(/@import|url\(/u);
  }
});

test("the file is read out of Slack's two kinds of address", () => {
  expect(fileIn("/files/U1/F2/report.md")).toBe("F2");
  expect(fileIn("/docs/T1/F3")).toBe("F3");
  expect(fileIn("/archives/C1")).toBeUndefined();
});
