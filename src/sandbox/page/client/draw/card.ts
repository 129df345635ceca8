import { element } from "./element.ts";
import { draw, type Html } from "./html.ts";
import { picture } from "./image.ts";
import { link } from "./link.ts";
import { plainText } from "./mrkdwn.ts";
import { field, listField, textField, wordsOf } from "./read.ts";
import { richText } from "./richText.ts";
import type { BlockSetting } from "./setting.ts";
import { textObject } from "./textObject.ts";

/** Blocks that hold others or show an agent at work: plans, task cards, alerts, cards. */
export function richBlock(thing: unknown, type: string, setting: BlockSetting): Html | undefined {
  switch (type) {
    case "plan":
      return plan(thing, setting);
    case "task_card":
      return taskCard(thing, setting);
    case "alert":
      return draw`<div class="alert alert-${textField(thing, "level") || "default"}" role="note">
        ${textObject(field(thing, "text"), setting.world)}</div>`;
    case "card":
      return card(thing, setting);
    case "carousel":
      return draw`<div class="carousel">${listField(thing, "elements").map((one) => card(one, setting))}</div>`;
    default:
      return undefined;
  }
}

function plan(thing: unknown, setting: BlockSetting): Html {
  const tasks = listField(thing, "tasks").map((task) => taskCard(task, setting));
  return draw`<details class="plan" open data-key="plan">
    <summary>${plainText(wordsOf(field(thing, "title")))}</summary>${tasks}</details>`;
}

const taskSigns: Record<string, string> = {
  pending: "To do",
  in_progress: "Working",
  complete: "Done",
  error: "Failed",
};

function taskCard(task: unknown, { world }: BlockSetting): Html {
  const status = textField(task, "status");
  const sign = taskSigns[status] ?? "To do";
  const known = status in taskSigns ? status : "pending";
  const sources = listField(task, "sources").map(
    (source) =>
      draw`<li>${link(textField(source, "url"), textField(source, "text") || textField(source, "url"))}</li>`,
  );
  return draw`<div class="task-card task-${known}" data-key="${textField(task, "task_id") || textField(task, "id")}">
    <span class="task-sign" role="img" aria-label="${sign}"></span>
    <div><b>${plainText(textField(task, "title"))}</b>
      ${richText(field(task, "details"), world)}${richText(field(task, "output"), world)}
      ${sources.length > 0 && draw`<ul class="sources">${sources}</ul>`}
    </div></div>`;
}

function card(thing: unknown, setting: BlockSetting): Html {
  const { world } = setting;
  const within = { ...setting, blockId: textField(thing, "block_id"), live: true };
  const image = field(thing, "hero_image");
  const lines = ["title", "subtitle", "body"].map((name) => {
    const text = field(thing, name);
    return text !== undefined && draw`<div class="card-${name}">${textObject(text, world)}</div>`;
  });
  const buttons = listField(thing, "actions").map((one) => element(one, within));
  return draw`<div class="card">${image !== undefined && picture(image, world)}${lines}
    ${buttons.length > 0 && draw`<div class="block-actions">${buttons}</div>`}</div>`;
}
