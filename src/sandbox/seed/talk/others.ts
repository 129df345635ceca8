import type { Talk } from "./line.ts";

const invoices: Talk = {
  channel: "support",
  lines: [
    {
      who: "grace",
      day: 1,
      time: "08:40",
      text: "Complaints about invoice PDFs are up again since release 4.12. What do we see, and what do we tell people?",
    },
    {
      who: "linus",
      day: 1,
      time: "08:52",
      text: "Two different things. Between 2 and 9 November the VAT number was missing when an order was paid by invoice. That is fixed in 4.12.1, but nothing is made again by itself. And on phones the preview is empty, though the file is fine.",
      file: "invoice-release-notes.txt",
    },
    {
      who: "ada",
      day: 1,
      time: "09:05",
      text: "I went through the conversations since the release: 31 about the missing VAT number, 19 about the empty preview, 6 about the new file name, 4 about a total that differs by one cent.",
    },
    {
      who: "grace",
      day: 1,
      time: "09:11",
      text: "The notes speak of 57 corrected invoices. How do 31 conversations become 57?",
    },
    {
      who: "ada",
      day: 1,
      time: "09:19",
      text: "One office supplier had 24 orders in that week and asked once. The other three I cannot explain yet.",
    },
    {
      who: "linus",
      day: 1,
      time: "09:30",
      text: "412 invoices are affected in all. Making them again takes an afternoon. Finance has to agree, because people would get a second invoice that they did not ask for.",
    },
    {
      who: "grace",
      day: 1,
      time: "09:36",
      text: "The handbook says that we correct when asked. I would keep that for the preview and the cent, and ask Tomas about the 412. Until he answers: correct on request, on the same day, no voucher unless somebody had to pay a fee.",
      reactions: { "+1": ["ada", "linus"] },
    },
    {
      who: "ada",
      day: 1,
      time: "09:50",
      text: "Two customers quote the line “pages a business customer can hand to an accountant” back at us, from our own targets. I will use the text from the release notes.",
    },
  ],
};

const news: Talk = {
  channel: "general",
  lines: [
    {
      who: "grace",
      day: 0,
      time: "08:30",
      text: "Good morning. The report for the third quarter is here. Please read the page on stock before the talk in #product.",
      file: "q3-report.md",
    },
  ],
};

const policy: Talk = {
  channel: "general",
  lines: [
    {
      who: "linus",
      day: 0,
      time: "10:55",
      text: "For everyone who sends order data anywhere: the current security policy. Section 3.2 is the one that people forget.",
      file: "security-policy.md",
    },
  ],
};

const minutes: Talk = {
  channel: "product",
  lines: [
    {
      who: "linus",
      day: 0,
      time: "08:45",
      text: "Minutes of the last platform sync, for those who were not there.",
      file: "minutes-platform-sync.txt",
    },
  ],
};

const cats: Talk = {
  channel: "random",
  lines: [
    {
      who: "linus",
      day: 1,
      time: "12:10",
      text: "The cat has slept on the keyboard again. The ticket about “jjjjjjjjjjjj” can be closed.",
      reactions: { cat: ["ada", "grace"] },
    },
  ],
};

const salaries: Talk = {
  channel: "leadership",
  lines: [
    {
      who: "grace",
      day: 1,
      time: "17:05",
      text: "Note to myself before the board meeting: the frame for streaming could go up to €1,500 a month, but not before the go-live.",
    },
  ],
};

/** Everything else that was said in those two days. */
export const others: Talk[] = [news, policy, minutes, invoices, cats, salaries];
