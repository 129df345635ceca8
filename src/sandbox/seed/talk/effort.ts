import type { Line } from "./line.ts";

/** The first afternoon of the same thread: how long it would take, and who counts. */
export const effort: Line[] = [
  {
    who: "grace",
    day: 0,
    time: "13:20",
    text: "How long will all this take? I have heard two numbers.",
  },
  {
    who: "linus",
    day: 0,
    time: "13:26",
    text: "7 weeks with two engineers, Petra and me, for stock and warehouse. That includes the shadow run. Finance is not in it.",
  },
  {
    who: "maya",
    day: 0,
    time: "13:31",
    text: "I say 10 to 12. I have seen three of these moves. Building takes the 7 weeks; comparing takes the rest. Nobody ever plans the second half.",
    reactions: { "100": ["grace"] },
  },
  {
    who: "linus",
    day: 0,
    time: "13:40",
    text: "What would change my mind: if the comparison in the first two weeks of the shadow run shows more than 5 differences a day, I will say 10 weeks myself.",
  },
  {
    who: "ada",
    day: 0,
    time: "14:05",
    text: "I could count the differences. I know neither system, so I would not explain anything away.",
    reactions: { heart: ["grace", "linus", "maya"] },
  },
  {
    who: "linus",
    day: 0,
    time: "16:48",
    text: "The post-mortem again, because people ask: 61 orders were oversold on 19 August. The Q3 report has 58, that was counted before three late cancellations came in. With events the same lock would have made stock a few minutes old instead of a day.",
    file: "postmortem-stuck-export.md",
  },
];
