import { z } from "zod";

const Files = z.object({
  files: z
    .array(z.object({ id: z.string(), name: z.string().nullish(), title: z.string().nullish() }))
    .catch([])
    .default([]),
});

/** The uploads that came with a message. */
export const filesOf = (message: unknown): readonly { id: string; name: string }[] =>
  (Files.safeParse(message).data?.files ?? []).map(({ id, name, title }) => ({
    id,
    name: name ?? title ?? id,
  }));
