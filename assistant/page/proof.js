// The proof panel (gr.HTML's js_on_load; `element` is where an article is read): opens an article at its quoted sentence and closes it again.
// On a narrow screen the panel is a sheet from below (style.css).

const panel = document.getElementById('proof-panel');
let opener = null;
let asked = 0;

function show(view, sheet) {
  panel.dataset.view = view;
  panel.dataset.sheet = sheet ? 'open' : 'closed';
}

function scrollTo(target) {
  const box = panel.getBoundingClientRect();
  const place = target.getBoundingClientRect();
  panel.scrollTop += place.top - box.top - Math.max(0, (box.height - place.height) / 3);
}

async function read(card, by) {
  if (by) opener = by;
  const mine = ++asked;
  const html = await server.read_proof(card.dataset.proof);
  if (mine !== asked) return; // another article was asked for meanwhile
  props.value = html;
  show('article', true);
  // The template is drawn anew in a microtask.
  requestAnimationFrame(() => {
    const quoted = element.querySelector('#quoted');
    const target = quoted ?? element.querySelector('h2') ?? element.querySelector('button');
    panel.scrollTop = 0;
    target.focus({ preventScroll: true });
    if (quoted) scrollTo(quoted);
  });
}

function back() {
  asked++;
  const from = opener?.isConnected ? opener : null;
  show('cards', panel.contains(from) && panel.dataset.sheet === 'open');
  opener = null;
  from?.focus();
}

function close() {
  show('cards', false);
  const from = opener?.isConnected && !panel.contains(opener) ? opener : document.querySelector('.show-proof:last-of-type');
  opener = null;
  from?.focus();
}

show('cards', false);
document.addEventListener('pramaan:read', (happened) => read(happened.detail.card, happened.detail.opener));
document.addEventListener('pramaan:sheet', (happened) => {
  opener = happened.detail.opener;
  show('cards', true);
  panel.querySelector('.close')?.focus();
  const card = panel.querySelector(`[id^="proof-${opener.dataset.turn}-"]`);
  const folded = card?.closest('details');
  if (folded) folded.open = true; // an earlier turn's
  card?.scrollIntoView({ block: 'nearest' });
});
document.addEventListener('keydown', (happened) => {
  if (happened.key !== 'Escape') return;
  if (panel.dataset.view === 'article') back();
  else if (panel.dataset.sheet === 'open') close();
});
panel.addEventListener('click', (happened) => {
  const found = (selector) => happened.target.closest(selector);
  if (found('.back')) back();
  else if (found('.close')) close();
  else if (found('.article .read')) read(found('.read'), null);
  else if (found('.proof') && getSelection().isCollapsed) read(found('.proof'), found('.proof').querySelector('.read'));
});
