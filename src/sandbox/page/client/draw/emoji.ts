/** The names used most, and those an assistant is likely to write; others are shown as `:name:`. */
const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|smile 😄|slightly_smiling_face 🙂|grinning 😀|joy 😂|wink 😉|blush 😊
thinking_face 🤔|cry 😢|sob 😭|sweat_smile 😅|sunglasses 😎|tada 🎉|clap 👏|pray 🙏|raised_hands 🙌|wave 👋
eyes 👀|muscle 💪|point_right 👉|point_up ☝️|ok_hand 👌|handshake 🤝|heart ❤️|sparkles ✨|fire 🔥|rocket 🚀
star ⭐|zap ⚡|bulb 💡|bell 🔔|no_bell 🔕|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌
negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|warning ⚠️|exclamation ❗|question ❓
grey_question ❔|information_source ℹ️|rotating_light 🚨|construction 🚧|hourglass ⌛|hourglass_flowing_sand ⏳
stopwatch ⏱️|alarm_clock ⏰|clock1 🕐|calendar 📅|date 📅|spiral_calendar_pad 🗓️|memo 📝|pencil ✏️|pencil2 ✏️
page_facing_up 📄|page_with_curl 📃|bookmark_tabs 📑|bookmark 🔖|books 📚|book 📖|open_book 📖|notebook 📓
newspaper 📰|scroll 📜|clipboard 📋|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|paperclip 📎
link 🔗|mag 🔍|mag_right 🔎|microscope 🔬|telescope 🔭|bar_chart 📊|chart_with_upwards_trend 📈
chart_with_downwards_trend 📉|moneybag 💰|dollar 💵|heavy_dollar_sign 💲|lock 🔒|unlock 🔓|key 🔑|hammer 🔨
wrench 🔧|gear ⚙️|hammer_and_wrench 🛠️|package 📦|inbox_tray 📥|outbox_tray 📤|email 📧|envelope ✉️
speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️|loudspeaker 📢|mega 📣|pushpin 📌|round_pushpin 📍
triangular_flag_on_post 🚩|checkered_flag 🏁|dart 🎯|robot_face 🤖|brain 🧠|seedling 🌱|evergreen_tree 🌲|sunny ☀️
globe_with_meridians 🌐|earth_americas 🌎|earth_africa 🌍|coffee ☕|cake 🍰|trophy 🏆|repeat 🔁
arrows_counterclockwise 🔄|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_forward ▶️
double_vertical_bar ⏸️|black_square_for_stop ⏹️|leftwards_arrow_with_hook ↩️|heavy_plus_sign ➕|heavy_minus_sign ➖
wastebasket 🗑️|scissors ✂️|scales ⚖️|receipt 🧾|large_green_circle 🟢|large_yellow_circle 🟡|red_circle 🔴
large_orange_circle 🟠|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_purple_circle 🟣|shrug 🤷
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|100 💯|see_no_evil 🙈|turtle 🐢|snail 🐌|bug 🐛|mailbox 📫|house 🏠
office 🏢|hospital 🏥|classical_building 🏛️|bust_in_silhouette 👤|busts_in_silhouette 👥|detective 🕵️`;

const pairs = table
  .trim()
  .split(/[|\n]/u)
  .map((pair): [string, string] => {
    const [name = "", picture = ""] = pair.split(" ");
    return [name, picture];
  });

const pictures: ReadonlyMap<string, string> = new Map(pairs);

/** The picture of an emoji by its name without colons (skin tones are dropped); undefined if unknown. */
export function emoji(name: string): string | undefined {
  return pictures.get(name.replace(/::skin-tone-\d$/u, ""));
}
