import type { Talk } from "./line.ts";

/** The first morning: should the checkout service hand its orders over as events, and what speaks against it? */
export const checkout: Talk = {
  channel: "product",
  lines: [
    {
      who: "grace",
      day: 0,
      time: "09:12",
      text: "Thread for one decision: does the checkout service keep handing its orders over in the nightly export, or do we move to a stream of events? I would like an interim decision here by tomorrow evening. Background is in the Q3 report and in the post-mortem from August. Please say what would change your mind, not only what you prefer.",
      reactions: { eyes: ["linus", "maya"] },
    },
    {
      who: "linus",
      day: 0,
      time: "09:20",
      text: "For: the export took 3 h 40 min (median, September) and grows by about 6 % a month. It starts at 01:00 and finance wants its data at 07:00. By my sums an ordinary night misses that in spring, and the weeks before Christmas miss it this year.",
    },
    {
      who: "linus",
      day: 0,
      time: "09:22",
      text: "It was late on 9 of 92 nights in the third quarter, by the job log. Two of those were the stuck export on 19 August and the night after.",
    },
    {
      who: "grace",
      day: 0,
      time: "09:26",
      text: "The report says 7 of 92. Where do the other two come from?",
    },
    {
      who: "linus",
      day: 0,
      time: "09:31",
      text: "On two Sundays it arrived after 07:00 and nobody was looking. Finance counts working days, the job log counts nights. I would use 9.",
    },
    {
      who: "maya",
      day: 0,
      time: "09:44",
      text: "Oversold orders are the better argument. Support's tags give 214 for the quarter, the report has 198. Either way about half of them come from August. Each one is a refund, a voucher of €11 and a quarter of an hour of somebody's time.",
    },
    {
      who: "ada",
      day: 0,
      time: "09:51",
      text: "Question from the new person: why are the stock figures a day old at all? The handbook says the export runs at 02:00 and takes about two hours.",
    },
    {
      who: "linus",
      day: 0,
      time: "09:55",
      text: "The handbook is from March. It is 01:00 now, because two hours became nearly four. Stock is corrected only when the export has run, so in the evening the shop works with figures from the night before.",
      reactions: { pray: ["ada"] },
    },
    {
      who: "maya",
      day: 0,
      time: "10:08",
      text: "My comparison of the options. Brindle Streams is my preference: EU, managed, 500 events a second, exit by export of all topics. Self-hosted is cheaper on paper and dearer in people.",
      file: "vendor-comparison.csv",
    },
    {
      who: "grace",
      day: 0,
      time: "10:15",
      text: "What do we pay, all in? The frame is €1,200 a month.",
    },
    {
      who: "maya",
      day: 0,
      time: "10:19",
      text: "€1,150 for the Team plan, with 14 days of retention. That was their offer of 3 September.",
    },
    {
      who: "linus",
      day: 0,
      time: "10:33",
      text: "Careful: their price page changed on 1 October. Team now keeps 7 days, 14 days are in Scale, and Scale is €1,380. That is above the frame.",
      reactions: { "+1": ["grace"] },
    },
    {
      who: "maya",
      day: 0,
      time: "10:37",
      text: "I will ask them whether the September offer still stands. Additional days on Team are €20 each, so 14 days on Team would be €1,290, which is also above the frame.",
    },
    {
      who: "grace",
      day: 0,
      time: "10:41",
      text: "Do we need 14 days? What for?",
    },
    {
      who: "linus",
      day: 0,
      time: "10:48",
      text: "A long weekend plus the time to repair a consumer and play everything back. With 7 days we can do that, but with nothing to spare at Easter. I would sleep better with 14.",
    },
    {
      who: "ada",
      day: 0,
      time: "11:02",
      text: "The security policy says 7 days at most for class A in a stream (3.2), and an order number together with a customer number is class A. So does 14 days not depend on what is in an event?",
      reactions: { bulb: ["linus", "grace"] },
    },
    {
      who: "linus",
      day: 0,
      time: "11:06",
      text: "Yes. If the stock events carry only article, quantity, warehouse and order number, they are class B, and 30 days are allowed. The moment a customer number is in there it is 7.",
    },
    {
      who: "maya",
      day: 0,
      time: "11:15",
      text: "The warehouse does not need the customer number for stock. For shipping labels it does, but that is another topic and can be kept for 3 days.",
    },
    {
      who: "grace",
      day: 0,
      time: "11:30",
      text: "Now the objection from finance. Tomas asked me to put it here: a day must be closed, and after that nothing may change it. The auditors asked for that in spring. As long as nobody shows him how a day is closed with events, he wants the nightly file.",
    },
    {
      who: "linus",
      day: 0,
      time: "11:38",
      text: "That is fair. Events come at least once and can come late. I can mark a day as closed and put what comes later into the next one, but nobody has built that yet, and I do not want to learn it on finance's books.",
    },
    {
      who: "maya",
      day: 0,
      time: "11:52",
      text: "In the sync he said that he would accept a file made from the events if it has been equal to the old file, to the cent, for 20 working days in a row. I would take him at his word and compare from the first day.",
    },
  ],
};
