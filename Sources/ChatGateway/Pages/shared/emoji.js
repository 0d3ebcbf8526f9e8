/** The emoji of the pickers, by group. No words to search by: the six languages would weigh more than the widget. */
export const emojiGroups = [
  { icon: "🙂", emoji: "😀 😃 😄 😁 😅 😂 🙂 🙃 😉 😊 😍 🥰 😘 😎 🤓 🤔 🤨 😐 🙄 😏 😬 😴 😌 😔 😢 😭 😤 😡 😱 😳 🥳 🤗 🤩 🤫 🤭 🫠 😇 🤝".split(" ") },
  { icon: "👍", emoji: "👍 👎 👌 ✌️ 🤞 👏 🙌 🙏 💪 👋 🤷 🤦 👀 ❤️ 💙 💚 💛 🧡 💜 🖤 💔 💯 ✨ 🔥 🎉 🎁 🏆 ⭐".split(" ") },
  { icon: "📦", emoji: "📦 🚚 ✈️ 🏠 🛒 🛍️ 💳 🧾 📄 📎 📷 💻 🖥️ 📱 ⌚ 🔑 🔒 🔧 ⚙️ 💡 📧 📞 📅 ⏰ ⏳ ✅ ❌ ❓ ❗ ⚠️ ☀️ ⛄ ☕ 🍀".split(" ") },
];
