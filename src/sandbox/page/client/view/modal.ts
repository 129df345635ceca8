import type { View } from "../../../shapes.ts";
import { blocks } from "../draw/block.ts";
import { draw, type Html } from "../draw/html.ts";
import { plainText } from "../draw/mrkdwn.ts";
import { wordsOf } from "../draw/read.ts";
import type { BlockSetting } from "../draw/setting.ts";
import { nameOf, type World } from "../draw/world.ts";
import type { State } from "../state.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** The view on top of the stack, as a form. */
export function modal(view: View, state: State, world: World): Html {
  const { form } = state;
  const title = wordsOf(view.title) || nameOf(world, world.bot);
  const submit = wordsOf(view.submit);
  const setting = settingFor(view, state, world);
  return draw`<form class="modal" data-form="view" data-view="${view.id}" data-testid="modal" data-key="${view.id}" novalidate>
    <header>${avatar(world, world.bot)}<h2 id="modal-title">${title}</h2>
      <button type="button" class="tool" data-do="close-view" data-all data-testid="modal-x" aria-label="Close">${icon("close")}</button></header>
    <div class="modal-body" data-place="view">${blocks(view.blocks, setting)}</div>
    <footer>${form.trouble !== "" && draw`<p class="trouble" role="alert">⚠ ${form.trouble}</p>`}
      <button type="button" class="btn" data-do="close-view" data-testid="modal-close">${plainText(wordsOf(view.close) || "Cancel")}</button>
      ${submit !== "" && submitButton(submit, form.busy || view.submit_disabled)}</footer></form>`;
}

/** The app's Home tab. */
export function home(state: State, world: World): Html {
  const view = state.snapshot.home;
  if (view === null) {
    return draw`<div class="start"><p class="muted">${nameOf(world, world.bot)} has not published a Home tab yet.</p></div>`;
  }
  return draw`<div class="home" data-testid="home" data-view="${view.id}" data-place="view" data-key="${view.id}">
    ${blocks(view.blocks, settingFor(view, state, world))}</div>`;
}

/** What stands between a click and its effect: the `confirm` object of a button. */
export function confirmation(
  title: string,
  text: Html,
  yes: string,
  no: string,
  danger: boolean,
): Html {
  return draw`<form method="dialog" class="modal modal-small" data-testid="confirm">
    <header><h2>${title}</h2></header><div class="modal-body">${text}</div>
    <footer><button class="btn" value="no" data-testid="confirm-no">${no}</button>
      <button class="btn ${danger ? "btn-danger" : "btn-primary"}" value="yes" data-testid="confirm-yes" autofocus>${yes}</button></footer></form>`;
}

function settingFor(view: View, state: State, world: World): BlockSetting {
  return {
    world,
    here: state.place.channel,
    troubles: state.troubles[view.id] ?? {},
    errors: view.type === "modal" ? state.form.errors : {},
  };
}

function submitButton(label: string, disabled: boolean): Html {
  return disabled
    ? draw`<button class="btn btn-primary" data-testid="modal-submit" disabled data-pending>${plainText(label)}</button>`
    : draw`<button class="btn btn-primary" data-testid="modal-submit">${plainText(label)}</button>`;
}
