import { randomUUID } from "node:crypto";
import type { ViewArguments } from "../check/view.ts";
import { limits } from "../check/limits.ts";
import { SlackFailure, invalidArguments } from "../failure.ts";
import type { View } from "../shapes.ts";
import { newId } from "../world/ids.ts";
import type { World } from "../world/world.ts";

/** Opens a modal for a person: on top of `onto` if that is open, else in place of what they had. */
export function openView(world: World, user: string, args: ViewArguments, onto?: string): View {
  if (args.type !== "modal") throw invalidArguments(["must be a modal [json-pointer:/view/type]"]);
  const below = onto === undefined ? undefined : world.views.get(onto);
  const stack = below ? stackOf(world, below) : [];
  if (stack.length >= limits.viewsPerStack) throw new SlackFailure("push_limit_reached");
  const all = [...world.views.values(), ...world.homes.values()];
  if (args.external_id !== "" && all.some((one) => one.external_id === args.external_id)) {
    throw new SlackFailure("duplicate_external_id");
  }
  if (!below) closeAll(world, user);
  const id = newId("V");
  const view: View = {
    ...args,
    id,
    user,
    hash: newHash(world),
    state: { values: {} },
    root_view_id: below?.root_view_id ?? id,
    previous_view_id: below?.id ?? null,
  };
  return keep(world, view);
}

/** Changes an open modal, or a Home tab, in place; its hash changes with it. */
export function updateView(world: World, view: View, args: ViewArguments): View {
  return keep(world, { ...view, ...args, hash: newHash(world) });
}

/** Shows a person's Home tab. */
export function publishHome(world: World, user: string, args: ViewArguments): View {
  if (args.type !== "home") throw invalidArguments(["must be a home [json-pointer:/view/type]"]);
  const id = world.homes.get(user)?.id ?? newId("V");
  return keep(world, {
    ...args,
    id,
    user,
    hash: newHash(world),
    state: { values: {} },
    clear_on_close: false,
    notify_on_close: false,
    submit_disabled: false,
    root_view_id: id,
    previous_view_id: null,
  });
}

/** Remembers what a person has filled in so far. */
export function rememberState(world: World, view: View, values: View["state"]["values"]): View {
  const changed = { ...view, state: { values: { ...view.state.values, ...values } } };
  shelf(world, changed).set(shelfKey(changed), changed);
  return changed;
}

export function closeView(world: World, view: View): void {
  if (world.views.delete(view.id)) {
    world.feed.emit({ type: "view_closed", user: view.user, view_id: view.id });
  }
}

/** Closes every modal of a person, top first. */
export function closeAll(world: World, user: string): View[] {
  const open = [...world.views.values()].filter((one) => one.user === user).toReversed();
  for (const view of open) closeView(world, view);
  return open;
}

/** The modals opened one on top of the other, the first one first. */
export function stackOf(world: World, view: View): View[] {
  return [...world.views.values()].filter((one) => one.root_view_id === view.root_view_id);
}

function keep(world: World, view: View): View {
  shelf(world, view).set(shelfKey(view), view);
  world.feed.emit({ type: view.type === "home" ? "home" : "view", view });
  return view;
}

const shelf = (world: World, view: View) => (view.type === "home" ? world.homes : world.views);
const shelfKey = (view: View) => (view.type === "home" ? view.user : view.id);

function newHash(world: World): string {
  return `${Math.floor(world.now().getTime() / 1_000)}.${randomUUID().slice(0, 8)}`;
}
