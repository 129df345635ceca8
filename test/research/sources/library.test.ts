import { mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { openParser } from "../../../src/research/sources/documents/parse.ts";
import {
  type LibraryDeps,
  type LibraryDocument,
  syncLibrary,
} from "../../../src/research/sources/library.ts";
import { type LibraryLimits, libraryLimits } from "../../../src/research/sources/limits.ts";
import { scanLibrary } from "../../../src/research/sources/scan.ts";

const signal = new AbortController().signal;
const parse = openParser();

/** A folder of these files, gone at the end of the test. */
async function makeFolder(files: Record<string, string>) {
  const root = await mkdtemp(join(tmpdir(), "legwork-library-"));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return {
    root,
    name: basename(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** An index in memory that counts what is done to it. */
function makeIndex() {
  const documents = new Map<string, LibraryDocument>();
  const parsed: string[] = [];
  const deps: LibraryDeps = {
    list: async () => [...documents.values()],
    save: async (document) => void documents.set(document.path, document),
    remove: async (path) => void documents.delete(path),
    parse: (document, stop) => {
      parsed.push(document.name);
      return parse(document, stop);
    },
  };
  return { documents, parsed, deps };
}

async function scan(folders: readonly string[], limits: LibraryLimits = libraryLimits) {
  const paths: string[] = [];
  const notes: string[] = [];
  for await (const item of scanLibrary(folders, signal, limits)) {
    if (item.type === "file") paths.push(item.file.path);
    else notes.push(item.note);
  }
  return { paths, notes };
}

test("the index follows the folder: new, changed, touched, deleted and unreadable files", async () => {
  await using folder = await makeFolder({
    "a.md": "# A\nAlpha is first.",
    "sub/b.txt": "Beta is second.",
    "c.pdf": "\0\x01\x02 no pdf \0\0\0",
  });
  const index = makeIndex();
  const sync = () => syncLibrary([folder.root], index.deps, signal);

  expect(await sync()).toEqual({ unchanged: 0, saved: 2, unreadable: 1, removed: 0, notes: [] });
  expect(index.documents.get(`${folder.name}/a.md`)).toMatchObject({
    title: "A",
    problem: null,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    passages: [{ text: "Alpha is first.", locator: "A" }],
  });
  expect(index.documents.get(`${folder.name}/c.pdf`)).toMatchObject({
    passages: [],
    problem: "c.pdf could not be read: it is damaged or not really a PDF.",
  });

  await utimes(join(folder.root, "a.md"), new Date(), new Date());
  expect(await sync()).toMatchObject({ unchanged: 3, saved: 0, unreadable: 0, removed: 0 });
  expect(index.parsed).toHaveLength(3);

  await writeFile(join(folder.root, "a.md"), "# A\nAlpha changed.");
  await rm(join(folder.root, "sub"), { recursive: true });
  expect(await sync()).toMatchObject({ unchanged: 1, saved: 1, removed: 1 });
  expect([...index.documents.keys()].toSorted()).toEqual([
    `${folder.name}/a.md`,
    `${folder.name}/c.pdf`,
  ]);
});

test("a folder that is gone for a while does not empty the index", async () => {
  await using one = await makeFolder({ "a.txt": "One." });
  const two = await makeFolder({ "b.txt": "Two." });
  const index = makeIndex();
  await syncLibrary([one.root, two.root], index.deps, signal);
  await two[Symbol.asyncDispose]();

  const report = await syncLibrary([one.root, two.root], index.deps, signal);
  expect(report).toMatchObject({
    removed: 0,
    notes: [`${two.name} could not be read and was left as it was.`],
  });
  expect(index.documents.size).toBe(2);

  expect(await syncLibrary([one.root], index.deps, signal)).toMatchObject({ removed: 1 });
});

test("hidden files, links and what is too large are passed over, with a note where it matters", async () => {
  await using outside = await makeFolder({ "secret.txt": "Secret." });
  await using folder = await makeFolder({
    "a.txt": "A.",
    ".hidden": "H.",
    ".git/config": "G.",
    "big.txt": "",
    "bad\nname.txt": "B.",
  });
  await truncate(join(folder.root, "big.txt"), 26 * 1024 * 1024);
  await symlink(join(outside.root, "secret.txt"), join(folder.root, "link.txt"));
  await symlink(outside.root, join(folder.root, "linked"));
  await symlink(join(folder.root, "a.txt"), join(folder.root, "inner.txt"));
  await symlink(folder.root, join(folder.root, "loop"));

  expect(await scan([folder.root])).toEqual({
    paths: [`${folder.name}/a.txt`],
    notes: [
      `${folder.name} contains a file whose name cannot be shown; it was left out.`,
      `${folder.name}/big.txt is larger than 25 MB and was left out.`,
      `${folder.name}/link.txt leads out of its folder and was left out.`,
      `${folder.name}/linked leads out of its folder and was left out.`,
    ],
  });
});

test("more files than the limit are told once, and the same ones are kept each time", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [`d${n % 3}/f${n}.txt`, `${n}`]),
  );
  await using folder = await makeFolder(files);
  const limits = { ...libraryLimits, filesMax: 5 };
  const first = await scan([folder.root], limits);
  expect(first.paths).toHaveLength(5);
  expect(first.notes).toEqual(["The library has more than 5 files; the others were left out."]);
  expect(await scan([folder.root], limits)).toEqual(first);
});

test("two folders of one name are told apart", async () => {
  await using one = await makeFolder({ "docs/a.txt": "1" });
  await using two = await makeFolder({ "docs/a.txt": "2" });
  const { paths } = await scan([join(one.root, "docs"), join(two.root, "docs")]);
  expect(paths).toEqual(["docs/a.txt", "docs (2)/a.txt"]);
});

test("nesting has an end", async () => {
  await using folder = await makeFolder({ "1/2/3/deep.txt": "d", "1/a.txt": "a" });
  expect(await scan([folder.root], { ...libraryLimits, depthMax: 2 })).toEqual({
    paths: [`${folder.name}/1/a.txt`],
    notes: [`${folder.name}/1/2/3 is nested too deeply and was left out.`],
  });
});
