import { z } from "zod";

/** What Slack sent, told apart by who waits for the answer; `ping` is answered on the spot. */
export type Parsed =
  | { readonly kind: "ping"; readonly reply?: string }
  | {
      readonly kind: "event" | "command" | "interaction";
      readonly body: Record<string, unknown>;
    };

const Body = z.record(z.string(), z.unknown());
/** Names that become keys of ours; printable, so that Postgres takes them. */
const name = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const Event = z.looseObject({
  event: z.looseObject({ type: z.string() }),
  team_id: name,
  event_id: name,
});
const Interaction = z.looseObject({
  type: z.string(),
  user: z.looseObject({ id: name }),
  trigger_id: name.optional(),
  actions: z
    .array(z.looseObject({ action_id: z.string() }))
    .min(1)
    .optional(),
  view: z.looseObject({ id: z.string() }).optional(),
});
const Command = z.looseObject({
  command: z.string().startsWith("/"),
  team_id: name,
  user_id: name,
  channel_id: name,
  trigger_id: name,
  text: z.string().optional(),
});

/** Reads a verified body. Undefined for anything that is not of Slack's shape: it goes no further. */
export function parseBody(bytes: Buffer, contentType: string | undefined): Parsed | undefined {
  const text = bytes.toString("utf8");
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/x-www-form-urlencoded"
    ? parseForm(new URLSearchParams(text))
    : parseEvent(parseJson(text));
}

function parseForm(form: URLSearchParams): Parsed | undefined {
  const payload = form.get("payload");
  if (payload !== null) {
    const body = Interaction.safeParse(parseJson(payload));
    return body.success ? { kind: "interaction", body: body.data } : undefined;
  }
  if (form.get("ssl_check") === "1") return { kind: "ping" };
  const body = Command.safeParse(Object.fromEntries(form));
  return body.success ? { kind: "command", body: { text: "", ...body.data } } : undefined;
}

function parseEvent(value: unknown): Parsed | undefined {
  const body = Body.safeParse(value);
  if (!body.success) return undefined;
  if (body.data["type"] === "url_verification" && typeof body.data["challenge"] === "string") {
    return { kind: "ping", reply: body.data["challenge"] };
  }
  const event = Event.safeParse(body.data);
  return event.success ? { kind: "event", body: event.data } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the schema refuses it.
  }
}
