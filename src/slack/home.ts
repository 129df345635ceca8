import type { HomeView } from "@slack/types";
import { z } from "zod";
import type { Call } from "./call.ts";

/** Makes a person's Home tab show `view`. Publishing it again is harmless. */
export async function publishHome(call: Call, user: string, view: HomeView): Promise<void> {
  await call("views.publish", { user_id: user, view }, z.object({ ok: z.literal(true) }));
}
