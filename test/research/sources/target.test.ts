import { expect, test } from "vitest";
import { checkTarget } from "../../../src/research/sources/target.ts";
import { shorten, shownName, shownUrl, unreadable } from "../../../src/research/sources/wording.ts";

const check = (address: string, previous: string | null = null, allow: string[] = []) => {
  const target = checkTarget(address, {
    allow: new Set(allow),
    previous: previous === null ? null : new URL(previous),
    urlCharsMax: 2048,
  });
  return target.ok ? target.url.href : target.problem;
};

test("a secure page leads on to secure pages only", () => {
  expect(check("http://site.test/b", "https://site.test/a")).toBe("https://site.test/b");
  expect(check("http://site.test:8080/b", "https://site.test/a")).toMatch(/without encryption\.$/);
  expect(check("http://site.test/b", "http://site.test/a")).toBe("http://site.test/b");
  expect(check("http://wiki:80/b", "https://site.test/a", ["wiki:80"])).toBe("http://wiki/b");
});

test.each([
  [
    "ftp://site.test/",
    "that ftp: address could not be read: only http and https addresses are read.",
  ],
  [
    "https://me:pw@site.test/a?q=1",
    "https://site.test/a could not be read: it contains a user name or password.",
  ],
  [
    "https://site.test:22/",
    "https://site.test:22/ could not be read: port 22 is not one that pages are read from.",
  ],
  ["http://printer.local/", "http://printer.local/ could not be read: the address is private."],
  [
    `https://site.test/${"a".repeat(3000)}`,
    /^https:\/\/site\.test\/a+… could not be read: it is not a usable web address\.$/,
  ],
])("%s is refused in words", (address, problem) => {
  expect(check(address)).toMatch(problem);
});

test("shown addresses and names give nothing away and fit into a sentence", () => {
  expect(shownUrl("https://me:pw@site.test:8443/a/b?token=x#y")).toBe("https://site.test:8443/a/b");
  expect(shownUrl("nonsense")).toBe("that address");
  expect(shownName("..\\..\\C:\u0000\u202Ereport.pdf")).toBe("C:report.pdf");
  expect(shownName("../..")).toBe("the file");
  expect(shownName("")).toBe("the file");
  expect(shownName(`${"x".repeat(5000)}.docx`)).toMatch(/^x{94}….docx$/);
  expect(shorten("abc😀", 4)).toBe("abc…");
  expect(shorten("ab😀cd", 4)).toBe("ab…");
  expect(unreadable("a".repeat(300), "b")).toHaveLength(200);
});
