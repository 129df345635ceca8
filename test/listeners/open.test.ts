import { expect, test } from "vitest";
import { startLegwork } from "../support/legwork.ts";
import { aCommand, form, sendSigned } from "../support/signed.ts";

test("what Slack delivers twice leaves the first job of one task, and none of any other", async () => {
  await using legwork = await startLegwork({ workers: false });
  const command = aCommand();

  await Promise.all([1, 2, 3].map(() => sendSigned(legwork, command, { type: form })));

  const { rows } = await legwork.db.query<{ name: string; known: boolean }>(
    `select name, exists (select from task where id = (data ->> 'taskId')::uuid) as known
     from pgboss.job where data ? 'taskId' order by name`,
  );
  expect(rows).toEqual([{ name: "plan", known: true }]);
});
