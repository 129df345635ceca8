import { z } from "zod";
import { visible } from "../domain/markup.ts";

const Files = z.object({
  files: z
    .array(z.object({ id: z.string(), name: z.string().nullish(), title: z.string().nullish() }))
    .catch([])
    .default([]),
});

/** Longer names are cut: they are shown to people. In characters. */
const nameMax = 200;

/** The uploads that came with a message. */
export const filesOf = (message: unknown): readonly { id: string; name: string }[] =>
  (Files.safeParse(message).data?.files ?? []).map(({ id, name, title }) => ({
    id,
    name: visible((name || title || id).slice(0, nameMax)) || id,
  }));
