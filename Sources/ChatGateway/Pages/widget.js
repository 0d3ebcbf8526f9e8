/* The script tag of a channel: <script defer src="https://…/widget.js" data-channel="support"></script> */
(function () {
  var tag = document.currentScript;
  if (!tag) return;
  var origin = new URL(tag.src, location.href).origin;
  import(origin + "/widget/start.js").then(function (module) {
    module.start(Object.assign({}, tag.dataset), origin);
  }, function () {
    console.error("The chat could not be loaded from " + origin);
  });
})();
