import { expect, test } from "vitest";
import { AccountError } from "../../src/errors.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";

const { product } = channels;
const engine = scriptedEngine();

/** An engine whose account is closed until somebody opens it; it counts what it has gathered. */
function closedAccount() {
  const account = { open: false, gathered: [] as number[] };
  const thinking = aThinking({
    async gather(brief, subtask, context) {
      if (subtask.number === 2 && !account.open) {
        throw new AccountError("The limit is reached. An admin has to raise it.", "Raise it.");
      }
      account.gathered.push(subtask.number);
      return engine.gather(brief, subtask, context);
    },
  });
  return { account, thinking };
}

test("a closed account pauses the run, an admin is told, and the run goes on from there when somebody says so", async () => {
  const { account, thinking } = closedAccount();
  await using legwork = await startLegwork({ thinking, seed: true });
  const ada = legwork.slack.as(people.ada);
  await ada.say("#product", "@legwork why is checkout slow?");

  const paused = await legwork.shown(product, "is paused", "An admin has to raise it.", "Go on");
  await legwork.shown(product, "Paused: The limit is reached.");
  await legwork.logged("run paused");
  const { rows } = await legwork.db.query(
    "select status, admitted_at is null as free from task where number = 1",
  );
  expect(rows).toEqual([{ status: "waiting", free: true }]);

  account.open = true;
  const [goOn = ""] = legwork.actionIds(paused);
  await ada.click(paused, goOn);
  await legwork.draft(product, "About why is checkout slow?");

  // What was gathered before is not gathered again.
  expect(account.gathered.toSorted((a, b) => a - b)).toEqual([1, 2]);
  await legwork.shown(product, "went on after this");
  legwork.expectNoProblems();
});

test("many runs stopped at once are told to an admin once an hour, and a reply sends one on", async () => {
  const { account, thinking } = closedAccount();
  await using legwork = await startLegwork({ thinking, seed: true });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await ada.say("#product", "@legwork why is search slow?");
  await legwork.shown(product, "L-1 is paused");
  await legwork.shown(product, "L-2 is paused");
  await legwork.slack.until(() =>
    legwork.lines.filter((line) => line.startsWith("run paused")).length === 2 ? true : undefined,
  );

  account.open = true;
  await ada.say("#product", "try again", { threadTs: ts });
  await legwork.draft(product, "About why is checkout slow?");
  // Grace is the only admin here.
  const told = legwork.slack.messages("D0GRACE").filter(({ text }) => text?.includes("is paused"));
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain("Raise it. Then press Go on under it");
});

test("a paused run can be stopped", async () => {
  const { thinking } = closedAccount();
  await using legwork = await startLegwork({ thinking, seed: true });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await legwork.shown(product, "L-1 is paused");
  await ada.say("#product", "stop", { threadTs: ts });
  await legwork.shown(product, "L-1 was stopped");
  expect(legwork.actionIds(await legwork.shown(product, "Stopped by"))).toEqual([]);
});
