import { z } from "zod";

import type { Batches } from "./batches.ts";
import { Fault } from "./fault.ts";
import type { House } from "./house.ts";
import { billOf } from "./ledger.ts";

/** What the stand-in is made of, as its routes see it. */
export type Desk = { readonly house: House; readonly batches: Batches };

/** A fault ordered from another process: a function cannot travel, so calls are picked by what their body holds. */
export const Ordered = z.strictObject({
  when: z.union([
    z.literal("next"),
    z.strictObject({ chance: z.number().min(0).max(1) }),
    z.strictObject({ bodyHas: z.string() }),
  ]),
  fault: Fault,
  times: z.int().min(1).optional(),
});
export type Ordered = z.infer<typeof Ordered>;

/** What is done from another process to a stand-in that runs as a child; undefined for any other route. */
export async function answerControl(
  { house, batches }: Desk,
  route: string,
  body: unknown,
): Promise<object | undefined> {
  if (route === "GET /control/report") {
    const { ledger, breaches } = house;
    return { ledger, breaches, bill: billOf(ledger) };
  }
  if (route === "POST /control/fail") {
    const { when, fault, times } = Ordered.parse(body);
    const picked =
      typeof when === "object" && "bodyHas" in when
        ? (request: object) => JSON.stringify(request).includes(when.bodyHas)
        : when;
    house.script.fail(picked, fault, times);
    return {};
  }
  if (route === "POST /control/batches/end") {
    await batches.endAll();
    return {};
  }
  return undefined;
}
