import type { Line } from "./line.ts";

/** The second day of the same thread: an interim decision, owners, dates, and what stays open. */
export const decision: Line[] = [
  {
    who: "maya",
    day: 1,
    time: "08:55",
    text: "Brindle answered: the September offer has expired. 14 days on Team is €1,290 for new contracts. They can do €1,190 for the first six months if we sign for a year.",
  },
  {
    who: "grace",
    day: 1,
    time: "09:10",
    text: "A year is too long for something that we have not tried. I would rather start with 7 days.",
  },
  {
    who: "linus",
    day: 1,
    time: "09:18",
    text: "For the shadow run 7 days are enough, because the export still counts. I only object to going live with 7.",
  },
  {
    who: "grace",
    day: 1,
    time: "09:40",
    text: "And at night? Who gets up when the outbox stands still?",
  },
  {
    who: "linus",
    day: 1,
    time: "09:47",
    text: "Officially four people. In fact three have access to the export host, and the outbox will run next to it. With three, everyone is on call every third week, and the handbook forbids anything tighter. I do not want to go live before there are four.",
  },
  {
    who: "grace",
    day: 1,
    time: "09:52",
    text: "The access is my action from August, and it is late. I will do it this week. That makes four on paper, but Ines has to agree to the new host as well.",
  },
  {
    who: "maya",
    day: 1,
    time: "10:30",
    text: "The papers of Brindle are with Ines since yesterday evening. The review takes ten working days from then. Until it is through we may only send invented data there.",
  },
  {
    who: "ada",
    day: 1,
    time: "10:44",
    text: "So the shadow run cannot start on 1 December with real orders, unless it does without Brindle at first?",
  },
  {
    who: "linus",
    day: 1,
    time: "10:58",
    text: "Right. It can: consumers ask the outbox table directly, that is the fallback in Maya's table. It costs €40 a month and is good enough for stock alone. We would put Brindle in between once the review is through.",
    reactions: { tada: ["maya"] },
  },
  {
    who: "maya",
    day: 1,
    time: "11:05",
    text: "Agreed. Then the comparison does not depend on any vendor. I withdraw my objection to 1 December.",
  },
  {
    who: "grace",
    day: 1,
    time: "14:30",
    text: "*Interim decision*, valid until 31 January:\n1. Stock changes move to events, first as a shadow run beside the nightly export. Start 1 December, at least 4 weeks. Owner: <@U0LINUS>.\n2. Exception from the freeze: yes, for the outbox table and nothing else.\n3. Events carry article, quantity, warehouse and order number. No customer number. Owner of the list of fields: <@U0MAYA>.\n4. The nightly export stays for finance, at least until the end of March.\n5. <@U0ADA> counts the differences every day and posts the number here. More than 5 a day in the first two weeks: we plan 10 weeks.\n6. Go-live for stock not before 1 February. The 15 January from the sync is off the table.",
    reactions: { white_check_mark: ["linus", "maya", "ada"] },
  },
  {
    who: "linus",
    day: 1,
    time: "14:41",
    text: "Fine with me. I note that I asked for 14 days before go-live and that this is not in the decision.",
  },
  {
    who: "grace",
    day: 1,
    time: "14:46",
    text: "Noted, and *open on purpose*: 7 or 14 days of retention at go-live. It hangs on money (€1,150 or €1,290 against a frame of €1,200), and on whether anything of class A slips into the events. I want an answer by 15 December. Who takes it?",
  },
  {
    who: "maya",
    day: 1,
    time: "15:02",
    text: "The price is mine. Whether 7 days are enough for a repair at Easter I cannot say, that is for the platform team.",
  },
  {
    who: "ada",
    day: 1,
    time: "16:20",
    text: "I will write down what we know for and against. May I ask Legwork to read this thread and the documents for me?",
    reactions: { "+1": ["grace"] },
  },
];
