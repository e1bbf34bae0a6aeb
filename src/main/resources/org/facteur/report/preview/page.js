(() => {
  'use strict';

  const one = selector => document.querySelector(selector);
  const all = selector => [...document.querySelectorAll(selector)];
  // Accents and case make no difference to a search: "helene" finds Hélène.
  const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const pictures = all('script.picture').map(script => [script.dataset.mark, script.textContent.trim()]);
  const letters = all('script.letter').map(script => {
    const letter = JSON.parse(script.textContent);
    // Only what the list shows is kept; the rest is read again when its letter is.
    return {
      number: letter.number, name: letter.name, address: letter.address, odd: letter.findings.length, script,
      words: folded([letter.name, letter.address, letter.subject, letter.findings.join(' ')].join('\n')),
    };
  });

  let shown = [];
  let current = null;

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function item(letter) {
    const link = element('a', '', '');
    link.href = '#' + letter.number;
    link.append(element('span', 'name', letter.name || letter.address));
    if (letter.odd) link.append(element('span', 'odd', letter.odd));
    if (letter.name) link.append(element('span', 'address', letter.address));
    const li = document.createElement('li');
    li.append(link);
    letter.item = li;
    letter.link = link;
    return li;
  }

  function search() {
    const words = folded(one('#search').value).split(/\s+/);
    const odd = one('#odd').checked;
    shown = letters.filter(letter => (!odd || letter.odd) && words.every(word => letter.words.includes(word)));
    const found = new Set(shown);
    for (const letter of letters) letter.item.hidden = !found.has(letter);
    one('#nobody').hidden = shown.length > 0;
    steps();
  }

  function press(attribute, value) {
    document.body.dataset[attribute] = value;
    for (const button of all(`button[data-${attribute}]`)) {
      button.setAttribute('aria-pressed', button.dataset[attribute] === value);
    }
    fit();
  }

  /** The letter in a frame where nothing runs, in which a link leads nowhere and nothing is fetched. */
  function frame(box, html) {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', '');
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.title = box.previousElementSibling.textContent;
    frame.srcdoc = html;
    box.replaceChildren(frame);
  }

  /** Each frame is as wide as its screen is; what has no room for it sees it smaller. */
  function fit() {
    const boxes = all('.frame').filter(box => box.offsetParent);
    const stage = one('#stage');
    const gap = 26 * (boxes.length - 1) + 16;
    const wide = boxes.reduce((sum, box) => sum + Number(box.dataset.px), 0);
    const scale = Math.min(1, (stage.clientWidth - gap) / wide);
    for (const box of boxes) {
      box.style.width = box.dataset.px * scale + 'px';
      const frame = box.firstElementChild;
      if (!frame) continue;
      frame.style.width = box.dataset.px + 'px';
      frame.style.height = box.clientHeight / scale + 'px';
      frame.style.transform = `scale(${scale})`;
    }
  }

  function source(text) {
    const end = text.search(/\n\r?\n/);
    const head = text.slice(0, end).split('\n').flatMap(line => {
      const field = /^[\w-]+:/.exec(line);
      const name = element('i', '', field ? field[0] : '');
      return [name, line.slice(name.textContent.length) + '\n'];
    });
    one('#source').replaceChildren(...head, text.slice(end));
  }

  function show(letter) {
    if (current) current.link.removeAttribute('aria-current');
    current = letter;
    letter.link.setAttribute('aria-current', 'true');
    letter.link.scrollIntoView({ block: 'nearest' });
    const whole = JSON.parse(letter.script.textContent);
    one('#subject').textContent = whole.subject;
    one('#to').textContent = whole.to;
    one('#from').textContent = whole.from;
    one('#line').textContent = whole.line;
    one('#size').textContent = whole.size;
    one('#eml').textContent = whole.file;
    one('#eml').href = encodeURIComponent(whole.file);
    one('#files').hidden = !whole.attachments.length;
    one('#files dd').textContent = whole.attachments.join(', ');
    one('#findings').replaceChildren(...whole.findings.map(finding => element('li', '', finding)));
    one('#text').textContent = whole.text;
    source(whole.source);
    const html = pictures.reduce((html, [mark, data]) => html.replaceAll(mark, data), whole.html || '');
    one('#stage').classList.toggle('bare', !whole.html);
    one('#textonly').hidden = Boolean(whole.html);
    for (const box of all('.frame')) frame(box, html);
    one('#letter').hidden = false;
    one('#letter').scrollTop = 0;
    fit();
    steps();
  }

  function steps() {
    const at = shown.indexOf(current);
    one('#previous').disabled = at <= 0;
    one('#next').disabled = at === shown.length - 1 || !shown.length;
  }

  function step(by) {
    const next = shown[shown.indexOf(current) + by];
    if (next) location.replace('#' + next.number);
  }

  function go() {
    const letter = letters.find(letter => '#' + letter.number === location.hash);
    if (!letter) return;
    press('tab', 'letters');
    document.body.dataset.pane = 'letter';
    show(letter);
  }

  function key(event) {
    const typing = event.target.matches('input[type="search"]');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && typing) event.target.blur();
    if (event.key === 'Escape' || typing && event.key.length === 1) return;
    const act = {
      j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
      1: () => press('view', 'letter'), 2: () => press('view', 'text'), 3: () => press('view', 'source'),
      '/': () => one('#search').focus(),
    }[event.key];
    if (act && !(event.target.matches('pre') && event.key.startsWith('Arrow'))) {
      event.preventDefault();
      act();
    }
  }

  one('#list').append(...letters.map(item));
  one('#search').addEventListener('input', search);
  one('#odd').addEventListener('change', search);
  for (const attribute of ['tab', 'view', 'width']) {
    for (const button of all(`button[data-${attribute}]`)) {
      button.addEventListener('click', () => press(attribute, button.dataset[attribute]));
    }
  }
  one('#previous').addEventListener('click', () => step(-1));
  one('#next').addEventListener('click', () => step(1));
  one('#back').addEventListener('click', () => { document.body.dataset.pane = 'list'; });
  // A second click on the letter that is shown changes no address.
  one('#list').addEventListener('click', event => { if (event.target.closest('a')) document.body.dataset.pane = 'letter'; });
  one('#theme').addEventListener('click', () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
      || !document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  });
  addEventListener('keydown', key);
  addEventListener('hashchange', go);
  new ResizeObserver(fit).observe(one('#stage'));

  search();
  if (innerWidth <= 820) press('width', 'phone');
  if (location.hash) go();
  else if (letters.length) show(letters[0]);
})();
