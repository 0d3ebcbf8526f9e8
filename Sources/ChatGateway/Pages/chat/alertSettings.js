/** Whether this browser shows notifications and plays sounds: mine, for this browser. */
export class AlertSettings {
  #key;

  /** @param {string} me */
  constructor(me) {
    this.#key = `samtale.alerts.${me}`;
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    } catch {
      // The defaults, then.
    }
    this.notifications = kept.notifications ?? false;
    this.sound = kept.sound ?? true;
  }

  keep({ notifications, sound }) {
    this.notifications = notifications;
    this.sound = sound;
    try {
      localStorage.setItem(this.#key, JSON.stringify({ notifications, sound }));
    } catch {
      // It holds for this page.
    }
  }
}
