/** Pages about a place that does not exist, in five subjects: enough to research, and of our own making. */
export type Page = { readonly title: string; readonly paragraphs: readonly string[] };

export const harbourQuestion = "Should Northhaven build the tidal barrage at its harbour mouth?";

/** What there is to find out, one part of a plan each; every word of a query stands on the pages that answer it. */
export const harbourParts = [
  { title: "Energy of the barrage", query: "Northhaven barrage energy turbines output" },
  { title: "Cost of the barrage", query: "Northhaven barrage cost financing bonds" },
  { title: "Fish in the estuary", query: "Northhaven estuary fish salmon passage" },
  { title: "Ships in the harbour", query: "Northhaven harbour ships lock ferry" },
  { title: "Floods in the town", query: "Northhaven town floods surge protection" },
] as const;

export const harbourPages: readonly Page[] = [
  {
    title: "Energy study of the Northhaven barrage",
    paragraphs: [
      "The energy study expects the barrage at Northhaven to deliver an output of 310 gigawatt hours a year from 24 bulb turbines.",
      "At neap tide the turbines stand still for about five hours, so the output has to be balanced by the grid.",
    ],
  },
  {
    title: "Letter of the grid operator on barrage energy",
    paragraphs: [
      "The grid operator says that the energy of the Northhaven barrage can be taken up only after the line to Eastfold is doubled in 2031.",
      "Until then the output of the turbines would be cut on windy nights.",
    ],
  },
  {
    title: "Cost estimate for the Northhaven barrage",
    paragraphs: [
      "The cost of the barrage at Northhaven is estimated at 1.4 billion crowns, with a margin of 30 percent.",
      "The financing rests on municipal bonds that run for 40 years.",
    ],
  },
  {
    title: "Audit of barrage financing",
    paragraphs: [
      "The auditors found that the cost of the Northhaven barrage leaves out 90 million crowns for dredging.",
      "Bonds at more than four percent would make the financing fail, the audit says.",
    ],
  },
  {
    title: "Survey of fish in the Northhaven estuary",
    paragraphs: [
      "The survey counted 41 kinds of fish in the Northhaven estuary, among them salmon and twaite shad.",
      "Of tagged salmon 18 percent did not survive the passage through a comparable barrage.",
    ],
  },
  {
    title: "Anglers on salmon passage",
    paragraphs: [
      "The anglers of Northhaven ask for a fish passage of 12 metres beside the turbines.",
      "Without it, salmon would be gone from the estuary within ten years, they say.",
    ],
  },
  {
    title: "Harbour master on ships and the lock",
    paragraphs: [
      "The harbour master of Northhaven expects ships to wait 35 minutes for the lock.",
      "About 4,200 ships a year enter the harbour, a third of them at night.",
    ],
  },
  {
    title: "Ferry company on the harbour lock",
    paragraphs: [
      "The ferry company says that a lock at the Northhaven harbour would cost it two of its nine daily crossings.",
      "The ferry could be given a berth outside of the lock for 60 million crowns.",
    ],
  },
  {
    title: "Floods in Northhaven town since 1950",
    paragraphs: [
      "The town of Northhaven has had 11 floods by storm surge since 1950, the worst in 1987.",
      "A barrage would hold back a surge of up to 3.2 metres above the mean.",
    ],
  },
  {
    title: "Protection of the town against surge",
    paragraphs: [
      "Dikes would give the town of Northhaven the same protection against floods for 220 million crowns.",
      "They would not be high enough for the surge that is expected after 2070.",
    ],
  },
];
