import { once } from "node:events";
import { z } from "zod";

/** Runs one subject until whoever started it lets go of it. `open` answers its URL and leaves on `opened` what is to be closed. */
export async function serve<Given>(
  given: z.ZodType<Given>,
  open: (given: Given, opened: AsyncDisposableStack) => Promise<string>,
): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const released = once(process, "disconnect");
  const url = await open(given.parse(JSON.parse(process.argv[2] ?? "{}")), opened);
  process.send?.({ url });
  await released;
}
