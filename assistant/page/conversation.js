// The conversation (gr.HTML's js_on_load; `element` is its root): what is clicked in it, and the quote that a mark shows before it is clicked.
// What the server answers is shown by gradio; nothing here makes HTML out of text.

const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true'); // a screen reader has the same words from aria-describedby
document.querySelector('.gradio-container').append(tip);

function cardOf(mark) {
  return document.getElementById(mark.getAttribute('href').slice(1));
}

function showTip(mark) {
  const card = cardOf(mark);
  if (!card) return;
  const quote = document.createElement('q');
  quote.append(...card.querySelector('blockquote').cloneNode(true).childNodes);
  const source = document.createElement('small');
  source.textContent = card.querySelector('.source').textContent;
  tip.replaceChildren(quote, source);
  tip.hidden = false;
  const at = mark.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
  const above = at.top - tip.offsetHeight - 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 6}px`;
}

function hideTip() {
  tip.hidden = true;
}

for (const event of ['mouseover', 'focusin']) {
  element.addEventListener(event, (happened) => {
    const mark = happened.target.closest('a.mark');
    if (mark) showTip(mark);
  });
}
// Who moves the pointer onto the quote may read it.
element.addEventListener('mouseout', (happened) => happened.target.closest('a.mark') && !tip.contains(happened.relatedTarget) && hideTip());
tip.addEventListener('mouseleave', hideTip);
element.addEventListener('focusout', hideTip);
document.addEventListener('scroll', hideTip, true);
document.addEventListener('keydown', (happened) => happened.key === 'Escape' && hideTip());

function read(card, opener) {
  hideTip();
  document.dispatchEvent(new CustomEvent('pramaan:read', { detail: { card, opener } }));
}

function say(button, words) {
  const before = button.dataset.words ?? button.textContent;
  button.dataset.words = before;
  button.textContent = words;
  element.querySelector('[role=status]').textContent = words;
  setTimeout(() => { if (button.textContent === words) button.textContent = before; }, 2500);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers give a page that came over plain http no clipboard.
    const box = document.createElement('textarea');
    box.value = text;
    box.style.position = 'fixed';
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

async function copy(button) {
  const done = await copied(button.dataset.copy);
  button.focus();
  say(button, done ? button.dataset.copied : button.dataset.notCopied);
}

element.addEventListener('click', (happened) => {
  const found = (selector) => happened.target.closest(selector);
  const mark = found('a.mark');
  if (mark) {
    happened.preventDefault();
    const card = cardOf(mark);
    if (card) read(card, mark);
  } else if (found('.show-proof')) {
    document.dispatchEvent(new CustomEvent('pramaan:sheet', { detail: { opener: found('.show-proof') } }));
  } else if (found('.copy')) {
    copy(found('.copy'));
  } else if (found('summary')) {
    const fold = foldOf(found('details'));
    if (!unfolded.delete(fold)) unfolded.add(fold); // it opens, or closes, after the click
  } else if (found('.reword')) {
    trigger('reword', { question: found('.reword').dataset.question });
  } else if (found('.suggestion')) {
    trigger('suggestion', { question: found('.suggestion').dataset.question });
  }
});

// The page is drawn anew with every word of an answer: what a reader unfolded stays so.
const unfolded = new Set();

function foldOf(details) {
  return `${[...element.querySelectorAll('.turn')].indexOf(details.closest('.turn'))} ${details.className}`;
}

function judge(form, reason) {
  const chosen = form.querySelector('input:checked');
  if (chosen) trigger('feedback', { turn: Number(form.dataset.turn), verdict: chosen.value, reason });
}

element.addEventListener('change', (happened) => {
  if (happened.target.matches('.verdict input')) judge(happened.target.form, '');
});
element.addEventListener('submit', (happened) => {
  happened.preventDefault();
  const form = happened.target;
  judge(form, form.elements.reason.value.trim());
  say(form.querySelector('button'), form.dataset.noted);
});

// A new question is looked at from its beginning; who reads further up is left there.
let turns = 0;
watch('value', () => {
  const shown = element.querySelectorAll('.turn');
  if (shown.length < turns) unfolded.clear();
  for (const details of element.querySelectorAll('details')) details.open = unfolded.has(foldOf(details));
  if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: 'start' });
  turns = shown.length;
});
