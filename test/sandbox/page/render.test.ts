import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { block, blocks } from "../../../src/sandbox/page/client/draw/block.ts";
import { formatDate } from "../../../src/sandbox/page/client/draw/date.ts";
import { safeImage, safeUrl } from "../../../src/sandbox/page/client/draw/link.ts";
import { markdown } from "../../../src/sandbox/page/client/draw/markdown.ts";
import { mrkdwn } from "../../../src/sandbox/page/client/draw/mrkdwn.ts";
import { worldOfTwo } from "./world.ts";

const world = worldOfTwo();
const setting = { world, here: "C1", troubles: {}, errors: {} };
const shown = (thing: unknown) => block(thing, setting).markup;
const drawn = (text: string) => markdown(text, world).markup;
const said = (text: string) => mrkdwn(text, world).markup;

describe("message markup", () => {
  test("bold, italics, strike and code are drawn, and underscores in an address are left alone", () => {
    expect(said("*b* _i_ ~s~ `c_d_e`")).toBe("<b>b</b> <i>i</i> <s>s</s> <code>c_d_e</code>");
    expect(said("see <https://a.example/x_y_z|the _page_>")).toContain(
      'href="https://a.example/x_y_z"',
    );
    expect(said("snake_case_name and 2*3*4")).toBe("snake_case_name and 2*3*4");
  });

  test("what Slack escaped is shown as it was typed, and nothing of it becomes a tag", () => {
    expect(said("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;")).toBe(
      "&#60;script&#62;alert(1)&#60;/script&#62; &#38;amp;",
    );
    expect(said("<script>alert(1)</script>")).not.toContain("<script");
    expect(said('<https://a.example/"onclick="x|"><img src=x>')).not.toMatch(/onclick="x|<img/u);
  });

  test("links that could run script are words only, and others open apart from the page", () => {
    expect(said("<javascript:alert(1)|click>")).not.toContain("href");
    expect(safeUrl("javascript:alert(1)")).toBeUndefined();
    expect(safeUrl("data:text/html,x")).toBeUndefined();
    expect(said("<https://a.example|a>")).toContain('target="_blank" rel="noopener noreferrer"');
  });

  test("mentions carry names, and the reader's own is lit up", () => {
    expect(said("<@U1>")).toContain('class="mention is-me" data-user="U1">@Ada Brook');
    expect(said("<@U2|old>")).toContain("@Grace Okell");
    expect(said("<#C1|old>")).toContain("#product");
    expect(said("<!here>")).toContain("@here");
  });

  test("dates are filled in, with the fallback when they make no sense", () => {
    expect(said("<!date^1700000000^{date_num}|then>")).toContain("2023-11-1");
    expect(said("<!date^never^{date}|then &amp; there>")).toContain("then &#38; there");
    expect(formatDate(1_700_000_000, "{ago} {unknown}", 1_700_000_120_000)).toBe(
      "2 minutes ago {unknown}",
    );
  });

  test("quotes, lists and fenced code stand apart from the text around them", () => {
    expect(said("&gt; one\n&gt; two")).toBe("<blockquote>one<br>two</blockquote>");
    expect(said("• a\n• b")).toBe("<ul><li>a</li><li>b</li></ul>");
    expect(said("```\n*not bold*\n```")).toBe("<pre>*not bold*\n</pre>");
    expect(said("``` never closed")).toBe("``` never closed");
  });

  test("known emoji are drawn and unknown ones keep their name", () => {
    expect(said(":tada:")).toContain("🎉");
    expect(said(":no_such_thing: 10:30:00")).toBe(":no_such_thing: 10:30:00");
  });
});

describe("markdown", () => {
  test("headings, lists in lists, tasks, tables and rules are drawn", () => {
    expect(drawn("## Two")).toBe('<p class="md-h2">Two</p>');
    expect(drawn("- a\n  - b\n- c")).toBe("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
    expect(drawn("- [x] done")).toContain("☑");
    expect(drawn("a|b\n-|-:\n1|2")).toContain('<td class="align-right">2</td>');
    expect(drawn("---")).toBe("<hr>");
  });

  test("raw tags are words, and a picture is a link that fetches nothing", () => {
    expect(drawn("<img src=x onerror=alert(1)>")).not.toContain("<img");
    expect(drawn("![chart](https://a.example/c.png)")).toContain(
      '<a href="https://a.example/c.png"',
    );
    expect(drawn("[x](javascript:alert)")).not.toContain("href");
  });

  test("deep nesting ends instead of overflowing the stack", () => {
    expect(drawn(">".repeat(5000)).length).toBeGreaterThan(0);
    expect(
      drawn(Array.from({ length: 400 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")),
    ).toContain("x");
  });
});

describe("blocks", () => {
  test("one that is unknown or broken is a plain box with its type, and its neighbours stand", () => {
    const broken = {
      type: "section",
      get text(): unknown {
        throw new Error("odd");
      },
    };
    const list = [{ type: "brand_new" }, broken, null, 7, { type: "divider" }];
    const { markup } = blocks(list, setting);
    expect(markup).toContain("A “brand_new” block");
    expect(markup).toContain("A “nameless” block");
    expect(markup).toContain("<hr>");
  });

  test("a button carries what a click must tell, with its value kept from becoming markup", () => {
    const markup = shown({
      type: "actions",
      block_id: "b1",
      elements: [
        {
          type: "button",
          action_id: "approve",
          value: '"><i>',
          style: "primary",
          text: { type: "plain_text", text: "Go" },
        },
      ],
    });
    expect(markup).toContain('data-action-id="approve"');
    expect(markup).toContain('data-block-id="b1"');
    expect(markup).toContain("btn-primary");
    expect(markup).not.toContain("<i>");
  });

  test("a button the app did not answer has the warning beside it", () => {
    const thing = {
      type: "actions",
      block_id: "b",
      elements: [{ type: "button", action_id: "a", text: { text: "x" } }],
    };
    const { markup } = block(thing, { ...setting, troubles: { a: "No answer." } });
    expect(markup).toContain("No answer.");
  });

  test("pictures from elsewhere are described, never fetched", () => {
    expect(
      shown({ type: "image", image_url: "https://a.example/x.png", alt_text: "a chart" }),
    ).not.toContain("<img");
    expect(safeImage("//a.example/x.png")).toBeUndefined();
    expect(safeImage("data:image/svg+xml;base64,AAAA")).toBeUndefined();
    expect(safeImage("data:image/png;base64,AAAA")).toBeDefined();
  });

  test("selects offer people and channels of the workspace and remember what was chosen", () => {
    const users = shown({
      type: "section",
      text: { type: "mrkdwn", text: "x" },
      accessory: { type: "users_select", action_id: "u", initial_user: "U2" },
    });
    expect(users).toContain('<option value="U2" selected>Grace Okell</option>');
    const here = shown({
      type: "input",
      block_id: "i",
      label: { text: "Where" },
      element: {
        type: "conversations_select",
        action_id: "c",
        default_to_current_conversation: true,
      },
    });
    expect(here).toContain('<option value="C1" selected># product</option>');
  });

  test("an input shows its label, hint and error, and starts with its initial value", () => {
    const thing = {
      type: "input",
      block_id: "f",
      optional: true,
      label: { text: "Why" },
      hint: { text: "Say it" },
      element: {
        type: "plain_text_input",
        action_id: "f",
        multiline: true,
        initial_value: "\nfirst",
      },
    };
    const { markup } = block(thing, { ...setting, errors: { f: "Too short" } });
    expect(markup).toContain("(optional)");
    expect(markup).toContain("Too short");
    expect(markup).toContain("\n\nfirst</textarea>");
  });

  test("tables, plans and task cards take odd rows without falling over", () => {
    expect(
      shown({
        type: "table",
        rows: [[{ type: "raw_text", text: "h" }], "odd", [{ type: "raw_number", value: 3 }], null],
      }),
    ).toContain(">3</td>");
    expect(
      shown({ type: "plan", title: "P", tasks: [{ title: "t", status: "no_such" }, 5] }),
    ).toContain("task-pending");
  });

  test("whatever is sent, something is drawn and no tag of the sender's comes through", () => {
    const types = [
      "section",
      "context",
      "actions",
      "input",
      "rich_text",
      "table",
      "plan",
      "markdown",
      "image",
      "alert",
      "card",
    ];
    const thing = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("<img src=x>", "`*_<@U1|", "a|b\n-|-", ""),
        fc.integer(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("record"),
      ),
      record: fc.record(
        {
          type: fc.constantFrom(...types, "button", "static_select", "text", "rich_text_list"),
          text: tie("value"),
          elements: tie("value"),
          fields: tie("value"),
          rows: tie("value"),
          element: tie("value"),
          accessory: tie("value"),
          options: tie("value"),
          label: tie("value"),
          tasks: tie("value"),
        },
        { requiredKeys: ["type"] },
      ),
    })).record;
    fc.assert(
      fc.property(thing, (one) => {
        const markup = shown(one);
        expect(markup.startsWith('<div class="block')).toBe(true);
        expect(markup).not.toContain("<img src=x>");
      }),
      { numRuns: 300 },
    );
  });
});
