// The preview in an open tab: loads a page again when it changed, swaps style sheets where they stand, shows what is wrong with the
// site above the page, and a bar with what is known about it. Only the preview adds this script; no built page has it.
(function () {
  "use strict";
  var version = (document.currentScript.src.split("?v=")[1] || "").split("#")[0];
  var route = decodeURIComponent(window.location.pathname);
  var isPublic = /(^|; )sitrep-edition=public(;|$)/.test(document.cookie);
  var PLACE = "sitrep-preview-place";
  var FOLDED = "sitrep-preview-folded";
  var faults = [];
  var here = [];

  function stored(area, key) {
    try {
      return window[area].getItem(key);
    } catch (denied) {
      return null;
    }
  }

  function store(area, key, value) {
    try {
      window[area].setItem(key, value);
    } catch (denied) {
      return;
    }
  }

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) {
      element.className = className;
    }
    if (text !== undefined) {
      element.textContent = text;
    }
    return element;
  }

  function button(text, act) {
    var element = make("button", "", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  // Parts, in a shadow tree of their own.
  var host = make("div");
  var shadow = host.attachShadow({ mode: "open" });
  var sheet = make("link");
  sheet.rel = "stylesheet";
  sheet.href = "/__sitrep/preview.css";
  var overlay = make("section", "overlay");
  overlay.hidden = true;
  overlay.setAttribute("role", "alert");
  var tray = make("section", "tray");
  tray.hidden = true;
  tray.id = "tray";
  var bar = make("section", "bar");
  bar.setAttribute("aria-label", "Preview");
  var about = make("span", "soft");
  var words = make("span", "soft");
  var time = make("span", "soft");
  var more = button("", function () {
    tray.hidden = !tray.hidden;
    more.setAttribute("aria-expanded", String(!tray.hidden));
  });
  more.setAttribute("aria-controls", "tray");
  more.setAttribute("aria-expanded", "false");
  var edition = button("Public edition", function () {
    var end = isPublic ? "; max-age=0" : "";
    document.cookie = "sitrep-edition=public; path=/; SameSite=Strict" + end;
    keepPlace();
    window.location.reload();
  });
  edition.setAttribute("aria-pressed", String(isPublic));
  var fold = button("", function () {
    setFolded(!bar.classList.contains("folded"));
  });
  fold.className = "fold";
  bar.append(make("strong", "", isPublic ? "Public edition" : "Preview"), about, words, time, make("span", "grow"), more, edition, fold);
  shadow.append(sheet, overlay, tray, bar);

  function setFolded(folded) {
    bar.classList.toggle("folded", folded);
    fold.textContent = folded ? "Preview" : "Fold";
    fold.setAttribute("aria-expanded", String(!folded));
    tray.hidden = tray.hidden || folded;
    store("localStorage", FOLDED, folded ? "1" : "");
  }

  // The place on the page survives a reload.
  function keepPlace() {
    store("sessionStorage", PLACE, JSON.stringify([route, window.scrollX, window.scrollY]));
  }

  function takePlace() {
    var place = JSON.parse(stored("sessionStorage", PLACE) || "null");
    store("sessionStorage", PLACE, "null");
    if (place && place[0] === route) {
      window.scrollTo({ left: place[1], top: place[2], behavior: "instant" });
    }
  }

  function reload() {
    keepPlace();
    window.location.reload();
  }

  function item(fault) {
    var line = make("li");
    var head = make("div", "line");
    head.append(make("strong", fault.severity === "error" ? "bad" : "warn", fault.severity));
    if (fault.place) {
      head.append(make("code", "", fault.place));
      var copy = button("Copy place", function () {
        navigator.clipboard.writeText(fault.place).then(
          function () {
            copy.textContent = "Copied";
          },
          function () {
            copy.textContent = "Copying is not allowed";
          }
        );
      });
      head.append(copy);
    }
    line.append(head, make("pre", "", fault.text));
    return line;
  }

  function listed(title, some) {
    var list = make("ol");
    some.forEach(function (fault) {
      list.append(item(fault));
    });
    return [make("h2", "", title), list];
  }

  // To read on beneath the faults; they are back with the next change.
  var hide = button("Hide", function () {
    overlay.hidden = true;
  });
  hide.className = "hide";

  function count(number, what) {
    return number + " " + what + (number === 1 ? "" : "s");
  }

  function showFaults() {
    var errors = faults.filter(function (fault) {
      return fault.severity === "error";
    });
    overlay.hidden = errors.length === 0;
    overlay.replaceChildren.apply(
      overlay,
      listed("The site has " + count(errors.length, "error") + "; pages are shown as they were last built", errors)
    );
    overlay.prepend(hide);
    showTray();
  }

  function showTray() {
    var rest = faults.filter(function (fault) {
      return fault.severity !== "error";
    });
    var parts = here.length ? listed("On this page", here) : [];
    tray.replaceChildren.apply(tray, parts.concat(listed(rest.length === 1 ? "1 warning or hint" : rest.length + " warnings and hints", rest)));
    more.textContent = rest.length ? count(rest.length, "warning") : "No warnings";
    more.disabled = rest.length === 0;
    tray.hidden = tray.hidden || rest.length === 0;
  }

  function showCard() {
    fetch("/__sitrep/page?path=" + encodeURIComponent(route), { cache: "no-store" })
      .then(function (answer) {
        return answer.json();
      })
      .then(function (card) {
        about.textContent = card.source || "made by Sitrep";
        about.title = card.entities.join("\n");
        if (card.entities.length) {
          about.textContent += " · " + card.entities.length + (card.entities.length === 1 ? " entity" : " entities");
        }
        if (card.faults.length) {
          about.textContent += " · " + count(card.faults.length, "diagnostic");
        }
        time.textContent = "built in " + card.millis + " ms";
        here = card.faults;
        showTray();
      })
      .catch(function () {
        about.textContent = "";
      });
    var prose = document.querySelector(".prose");
    var text = prose ? prose.textContent.trim() : "";
    words.textContent = text ? count(text.split(/\s+/).length, "word") : "";
  }

  // The new sheet is in place before the old one goes, so that nothing flickers.
  function swap(path) {
    var links = document.querySelectorAll('link[rel="stylesheet"]');
    links.forEach(function (link) {
      if (new URL(link.href).pathname !== path) {
        return;
      }
      var next = link.cloneNode();
      next.href = path + "?v=" + encodeURIComponent(version);
      next.addEventListener("load", function () {
        link.remove();
      });
      link.after(next);
    });
  }

  function take(news) {
    version = news.version;
    faults = news.faults;
    showFaults();
    if (news.open && news.open !== route) {
      window.location.assign(news.open);
      return;
    }
    if (news.reload || news.others || news.pages.indexOf(route) >= 0 || (document.title === "This edition does not build" && news.pages.length)) {
      reload();
      return;
    }
    news.styles.forEach(swap);
    showCard();
  }

  // Only a tab that is looked at listens: a browser opens six connections to one server, and the seventh tab would wait for ever. What
  // a tab has missed it is told when it is looked at again.
  var events = null;

  function listen() {
    if (events || document.hidden) {
      return;
    }
    events = new EventSource("/__sitrep/events?since=" + encodeURIComponent(version));
    events.onmessage = function (event) {
      take(JSON.parse(event.data));
    };
    events.onerror = function () {
      // The browser would ask with the old version for ever.
      hangUp();
      window.setTimeout(listen, 1000);
    };
  }

  function hangUp() {
    if (events) {
      events.close();
      events = null;
    }
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      hangUp();
    } else {
      listen();
    }
  });
  window.addEventListener("pagehide", hangUp);

  setFolded(stored("localStorage", FOLDED) === "1");
  document.body.append(host);
  // The foot of the page can be read above the bar.
  sheet.addEventListener("load", function () {
    document.body.style.paddingBottom = bar.offsetHeight + 8 + "px";
  });
  takePlace();
  showCard();
  listen();
})();
