import { attributes, type Html } from "./html.ts";
import { field, textField } from "./read.ts";
import type { World } from "./world.ts";

/** Where an element stands and what is known about it beyond what the app sent. */
export type Setting = {
  world: World;
  /** Of the block the element is in. */
  blockId: string;
  /** The channel being looked at, for `default_to_current_conversation`. */
  here: string;
  /** True when a choice is sent to the app at once: everywhere but in an input that does not dispatch. */
  live: boolean;
  /** What went wrong with the last click, by action id. */
  troubles: Readonly<Record<string, string>>;
};

/** What the blocks of one message or view are drawn with. */
export type BlockSetting = Omit<Setting, "blockId" | "live"> & {
  /** Block id → what is wrong with that input. */
  errors: Readonly<Record<string, string>>;
};

/** What every control carries, so that a click can be told to the app. */
export function hooks(thing: unknown, setting: Setting): Html {
  const confirm = field(thing, "confirm");
  return attributes({
    "data-action-id": textField(thing, "action_id"),
    "data-block-id": setting.blockId,
    "data-kind": textField(thing, "type"),
    "data-live": setting.live,
    "data-confirm": confirm === undefined ? undefined : JSON.stringify(confirm),
  });
}
