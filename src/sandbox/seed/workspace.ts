import type { Channel, Person } from "../shapes.ts";
import type { Identity, World } from "../world/world.ts";

/** The invented company, and the app as its workspace knows it. */
export const identity: Identity = {
  team: { id: "T0AMBLEFORD", name: "Ambleford Goods", domain: "ambleford" },
  app: "A0LEGWORK",
  bot: "U0LEGWORK",
  botId: "B0LEGWORK",
  slackbot: "USLACKBOT",
};

/** Ids of the seeded people; Ada is the newcomer that the page starts as, Maya a guest. */
export const people = {
  ada: "U0ADA",
  grace: "U0GRACE",
  linus: "U0LINUS",
  maya: "U0MAYA",
} as const;

/** Ids of the seeded channels. The app is in `general`, `product` and `support` only. */
export const channels = {
  general: "C0GENERAL",
  product: "C0PRODUCT",
  support: "C0SUPPORT",
  random: "C0RANDOM",
  leadership: "C0LEADERSHIP",
} as const;

/** People, channels, direct messages, commands and shortcuts; no messages yet. */
export function addWorkspace(world: World): void {
  const { ada, grace, linus, maya } = people;
  const { bot } = world.identity;
  for (const one of everyone(world)) world.users.set(one.id, one);
  const founded = Math.floor(world.now().getTime() / 1_000) - 400 * 86_400;
  const add = (channel: Omit<Channel, "created" | "creator">) =>
    world.channels.set(channel.id, { ...channel, created: founded, creator: grace });

  const staff = [ada, grace, linus];
  add(open(channels.general, "general", "Company-wide news", [...staff, maya, bot]));
  add(open(channels.product, "product", "What we build next", [...staff, maya, bot]));
  add(open(channels.support, "support", "Customers' questions", [...staff, bot]));
  add(open(channels.random, "random", "Everything else", staff));
  add({ ...open(channels.leadership, "leadership", "", [grace]), kind: "private" });
  for (const user of [...staff, maya]) {
    const id = user.replace(/^U/, "D");
    add({ id, name: "directmessage", kind: "im", topic: "", members: [user, bot], user });
  }
  world.commands = [
    { command: "/research", usage: "<question>", about: "Research a question" },
    { command: "/summarize", usage: "<link | #channel since 7d | text>", about: "Summarize" },
    { command: "/legwork", usage: "help | list | status 42 | stop 42", about: "Look after tasks" },
  ];
  world.shortcuts = [{ callback_id: "research_message", name: "Research this" }];
}

function open(id: string, name: string, topic: string, members: string[]) {
  return { id, name, kind: "public" as const, topic, members };
}

function everyone(world: World): Person[] {
  const { ada, grace, linus, maya } = people;
  const { bot, slackbot } = world.identity;
  const plain = { is_bot: false, is_guest: false, is_admin: false, tz: "Europe/Berlin" };
  return [
    person(ada, "ada", "Ada Brook", "Product analyst, new this week", "#5b4db7", plain),
    person(grace, "grace", "Grace Okell", "Head of product", "#2f7d6b", {
      ...plain,
      is_admin: true,
    }),
    person(linus, "linus", "Linus Varga", "Platform engineer", "#b5651d", plain),
    person(maya, "maya", "Maya Solen", "Consultant, Redthorn Data", "#a23b72", {
      ...plain,
      is_guest: true,
    }),
    person(bot, "legwork", "Legwork", "", "#1f6feb", { ...plain, is_bot: true, tz: "Etc/UTC" }),
    person(slackbot, "slackbot", "Slackbot", "", "#757575", { ...plain, is_bot: true }),
  ];
}

function person(
  id: string,
  name: string,
  real_name: string,
  title: string,
  color: string,
  rest: Pick<Person, "is_bot" | "is_guest" | "is_admin" | "tz">,
): Person {
  return { id, name, real_name, title, color, ...rest };
}
