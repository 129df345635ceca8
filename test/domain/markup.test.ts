import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionsIn, plainText } from "../../src/domain/markup.ts";

test.each([
  ["see <https://a.example/x?a=1&amp;b=2>", "see https://a.example/x?a=1&b=2"],
  ["see <https://a.example|the page>", "see the page"],
  ["<@U2> and <@U3|grace>", "@Ada and @grace"],
  ["<@U9>", "@U9"],
  ["in <#C1|product> or <#C2>", "in #product or #C2"],
  ["<!here> <!subteam^S1|@team> <!date^1^{date}|yesterday>", "@here @team yesterday"],
  ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
  ["&amp;lt; stays as it was typed", "&lt; stays as it was typed"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
])("%s reads as %s", (text, plain) => {
  expect(plainText(text, new Map([["U2", "Ada"]]))).toBe(plain);
});

test("everything that a text names is found, in order", () => {
  expect(mentionsIn("<@U2> <#C1|product> <https://a.example|x> <!here> <nonsense>")).toEqual([
    { type: "user", id: "U2", name: null },
    { type: "channel", id: "C1", name: "product" },
    { type: "link", url: "https://a.example", label: "x" },
  ]);
});

test("a typed address or mention is only text: Slack marks what is real by brackets it alone can write", () => {
  expect(mentionsIn("&lt;@U2&gt; &lt;https://a.example&gt;")).toEqual([]);
  expect(plainText("&lt;@U2&gt;")).toBe("<@U2>");
});

test("no text breaks the reading, and a long one takes no time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(() => [plainText(text), mentionsIn(text)]).not.toThrow();
    }),
  );
  const nasty = ["<".repeat(40_000), "<@".repeat(20_000), `<https://${"a".repeat(39_000)}`];
  for (const text of nasty) expect(plainText(text)).toBe(text);
});
