import { type Instead, runProgram } from "../rig/program.ts";
import type { Trial } from "../trial.ts";
import { Report } from "./strings/report.ts";

/** What a model, a page or a person writes, wherever it is shown, is words and nothing else. */
export const strings: Trial = {
  name: "strings",
  figure: "Hostile strings in every place of drafts, cards, ends, answers and forms",
  target: "0 pings, unfurls, foreign links, marks; 0 messages that Slack refuses",

  async run({ size, seed, guarded, say }) {
    const { said } = await runProgram(
      {
        file: new URL("strings/showing.ts", import.meta.url),
        given: { seed, strings: size === "full" ? 1_000 : 100 },
        instead: guarded ? [] : [unquoted],
        silenceMsMax: 60_000,
      },
      (message) => say(JSON.stringify(message)),
    );
    const report = Report.safeParse(said.at(-1)).data;
    if (report === undefined) return { measured: "the showing process ended early", met: false };
    const { strings: shown, messages, harm } = report;
    const found = Object.entries(harm).map(([kind, times]) => `${times} × ${kind}`);
    return {
      measured: `${shown} strings in ${messages} messages: ${found.length > 0 ? found.join(", ") : "0 harm"}`,
      met: found.length === 0,
    };
  },
};

const unquoted: Instead = [
  new URL("../../../blocks/text.ts", import.meta.url).href,
  new URL("../rig/broken/unquoted.ts", import.meta.url).href,
];
