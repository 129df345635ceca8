import { z } from "zod";

const text = (max: number, min = 1) => z.string().min(min).max(max);
const names = z.array(text(50)).refine((list) => new Set(list).size === list.length);
const address = z
  .url({ protocol: /^https$/ })
  .max(3_000)
  .optional();

/** Slack's rules for the parts of a manifest that we use; a key that Slack does not know is refused. */
export const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#(?:[\da-f]{3}){1,2}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32, 2).startsWith("/"),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.literal(true),
          url: address,
        }),
      )
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          type: z.enum(["message", "global"]),
          name: text(24),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: names.max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: names.max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
