// Filters and copies indicators. Values stand on the page defanged; a live one is made here, when a button asks for it, and goes to the
// clipboard only. Without this script everything is readable, and the files hold the live values.
(function () {
  "use strict";
  var MOST = 200;
  var part = document.querySelector(".iocs");
  var tools = part && part.querySelector(".ioc-tools");
  var box = tools && tools.querySelector("input");
  var status = tools && tools.querySelector("[role=status]");
  if (!tools || !box || !status) {
    return;
  }

  // The way back from what the page shows, which is written in one form only.
  function refang(type, shown) {
    var live = shown;
    if (/^(domain|hostname|ipv4)$/.test(type)) {
      live = dots(shown);
    } else if (/^(ipv6|cidr)$/.test(type)) {
      live = dots(shown).replace(/\[:\]/g, ":");
    } else if (type === "email") {
      live = dots(shown).replace("[@]", "@");
    } else if (type === "url") {
      live = url(shown);
    }
    return live.replace(/⟨U\+([0-9A-F]{4,6})⟩/g, function (mark, code) {
      return String.fromCodePoint(parseInt(code, 16));
    });
  }

  function dots(text) {
    return text.replace(/\[\.\]/g, ".");
  }

  function url(shown) {
    var parts = /^([^:[]*)(\[:\]|:)\/\/([^/?#\\]*)([^]*)$/.exec(shown);
    if (!parts) {
      return shown;
    }
    var scheme = parts[2] === ":" ? parts[1].replace(/^hxxp/, "http").replace(/^fxp/, "ftp") : parts[1];
    var at = parts[3].lastIndexOf("[@]");
    var user = at < 0 ? "" : parts[3].slice(0, at) + "@";
    var host = at < 0 ? parts[3] : parts[3].slice(at + 3);
    return scheme + "://" + user + dots(host).replace(/\[:\]/g, ":") + parts[4];
  }

  var pending = 0;

  function say(text) {
    // The same words twice are announced twice only if there was a moment without them.
    tell("");
    pending = window.setTimeout(tell, 50, text);
  }

  function tell(text) {
    window.clearTimeout(pending);
    status.textContent = text;
  }

  function byHand(text) {
    var field = document.createElement("textarea");
    var focused = document.activeElement;
    field.value = text;
    field.className = "visually-hidden";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    if (focused) {
      focused.focus();
    }
    return done ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function toClipboard(text) {
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      return byHand(text);
    }
    return navigator.clipboard.writeText(text).catch(function () {
      return byHand(text);
    });
  }

  function copy(values) {
    toClipboard(values.join("\n")).then(
      function () {
        say("Copied " + values.length + (values.length === 1 ? " indicator" : " indicators"));
      },
      function () {
        say("The browser did not let this page copy; the files hold the live values.");
      }
    );
  }

  function button(text, hidden, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "ioc-button";
    made.textContent = text;
    if (hidden) {
      made.setAttribute("aria-label", text + " " + hidden);
    }
    made.addEventListener("click", act);
    return made;
  }

  function read(line) {
    var code = line.querySelector("code.ioc");
    var type = code.getAttribute("data-type");
    return { line: line, live: refang(type, code.textContent), shown: code.textContent, text: line.textContent };
  }

  function withKeys(row) {
    row.keys = (row.live + "\n" + row.text).toLowerCase();
    return row;
  }

  var rows = Array.prototype.map.call(part.querySelectorAll(".iocs-table tbody > tr:not(.ioc-head)"), read).map(withKeys);
  var groups = part.querySelectorAll(".ioc-group");
  var source = tools.getAttribute("data-all");
  var loading = null;
  var results = document.createElement("ol");
  results.className = "ioc-results";
  results.hidden = true;
  tools.parentNode.insertBefore(results, tools.nextSibling);

  // What the page does not list is in the file beside it.
  function everything() {
    if (!source) {
      return Promise.resolve(rows);
    }
    if (!loading) {
      loading = fetch(source)
        .then(function (answer) {
          if (!answer.ok) {
            throw new Error("no file");
          }
          return answer.json();
        })
        .then(function (file) {
          return file.indicators.map(function (row) {
            var said = [row.type, row.defanged, row.context, row.actor, row.malware, row.report_id];
            return withKeys({ live: row.value, shown: row.defanged, context: row.context, text: said.join("\n") });
          });
        });
    }
    return loading;
  }

  // Words in either spelling: `hxxp://evil[.]example` finds what `http://evil.example` finds.
  function words(query) {
    var plain = query.toLowerCase().replace(/[[({](\.|dot|:|@|at)[\])}]/g, function (form, sign) {
      return { dot: ".", at: "@" }[sign] || sign;
    });
    return plain.replace(/\bhxxp/g, "http").split(/\s+/).filter(Boolean);
  }

  function fits(row, wanted) {
    return wanted.every(function (word) {
      return row.keys.indexOf(word) >= 0;
    });
  }

  function filtered(wanted) {
    return rows.filter(function (row) {
      return fits(row, wanted);
    });
  }

  function hideRows(wanted) {
    rows.forEach(function (row) {
      row.line.hidden = !fits(row, wanted);
    });
    groups.forEach(function (group) {
      group.hidden = wanted.length > 0 && !group.querySelector("tr:not(.ioc-head):not([hidden])");
    });
  }

  function result(row) {
    var line = document.createElement("li");
    var code = document.createElement("code");
    code.className = "ioc";
    code.dir = "ltr";
    code.textContent = row.shown;
    line.appendChild(code);
    line.appendChild(
      button("Copy", row.shown, function () {
        copy([row.live]);
      })
    );
    if (row.context) {
      var context = document.createElement("bdi");
      context.className = "ioc-context";
      context.textContent = row.context;
      line.appendChild(context);
    }
    return line;
  }

  function list(found) {
    results.textContent = "";
    found.slice(0, MOST).forEach(function (row) {
      results.appendChild(result(row));
    });
    results.hidden = found.length === 0;
    groups.forEach(function (group) {
      group.hidden = true;
    });
  }

  function counted(number) {
    return number === 0 ? "No indicator fits" : number + (number === 1 ? " indicator fits" : " indicators fit");
  }

  function show(query) {
    var wanted = words(query);
    results.hidden = true;
    tell("");
    hideRows(wanted);
    relabel(wanted);
    if (!wanted.length) {
      return;
    }
    if (!source) {
      tell(counted(filtered(wanted).length));
      return;
    }
    everything().then(
      function (all) {
        if (box.value !== query) {
          return;
        }
        var found = all.filter(function (row) {
          return fits(row, wanted);
        });
        list(found);
        tell(counted(found.length) + (found.length > MOST ? ", the first " + MOST + " shown" : ""));
      },
      function () {
        loading = null;
        tell(counted(filtered(wanted).length) + " of those on this page; the file with all could not be loaded");
      }
    );
  }

  function relabel(wanted) {
    copyAll.textContent = wanted.length ? "Copy what fits, live" : "Copy all, live";
  }

  // Browsers take a text for the clipboard only soon after a click; a promise of one may take longer.
  function copyMany() {
    var wanted = words(box.value);
    if (!source) {
      copyRows(filtered(wanted));
      return;
    }
    var number = 0;
    var text = everything().then(function (all) {
      var found = all.filter(function (row) {
        return fits(row, wanted);
      });
      number = found.length;
      return found
        .map(function (row) {
          return row.live;
        })
        .join("\n");
    });
    tell("Loading all indicators");
    var copied =
      window.ClipboardItem && navigator.clipboard && navigator.clipboard.write
        ? navigator.clipboard.write([
            new ClipboardItem({
              "text/plain": text.then(function (text) {
                return new Blob([text], { type: "text/plain" });
              })
            })
          ])
        : text.then(toClipboard);
    copied.then(
      function () {
        say("Copied " + number + (number === 1 ? " indicator" : " indicators"));
      },
      function () {
        loading = null;
        say("They could not be copied; the files hold the live values.");
      }
    );
  }

  function copyRows(found) {
    if (!found.length) {
      say("No indicator fits");
      return;
    }
    copy(
      found.map(function (row) {
        return row.live;
      })
    );
  }

  var copyAll = button("Copy all, live", "", copyMany);
  tools.insertBefore(copyAll, status);

  // A button for each row stands in a column of its own, so that no value has it in its name.
  rows.forEach(function (row) {
    var cell = document.createElement("td");
    cell.className = "ioc-act";
    cell.appendChild(
      button("Copy", row.shown, function () {
        copy([row.live]);
      })
    );
    row.line.appendChild(cell);
  });
  part.querySelectorAll(".iocs-table thead > tr").forEach(function (line) {
    var head = document.createElement("td");
    head.className = "ioc-act";
    line.appendChild(head);
  });
  groups.forEach(function (group) {
    var cell = document.createElement("td");
    var own = rows.filter(function (row) {
      return group.contains(row.line);
    });
    cell.className = "ioc-act";
    // Of a type that the page lists in part there is a file.
    if (own.length > 1 && !source) {
      cell.appendChild(
        button("Copy " + own.length, group.querySelector("th").firstChild.textContent.trim(), function () {
          copyRows(
            own.filter(function (row) {
              return !row.line.hidden;
            })
          );
        })
      );
    }
    group.rows[0].appendChild(cell);
  });
  tools.hidden = rows.length < 1;
  box.addEventListener("input", function () {
    show(box.value);
  });
})();
