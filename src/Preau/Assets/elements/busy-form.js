/** Any form that posts is sent once: its button is busy until the answer comes, so a double click is one click. */
document.addEventListener('submit', e => {
  const form = e.target
  if (form.method !== 'post' || e.defaultPrevented) return
  if (form.dataset.sent) { e.preventDefault(); return }
  form.dataset.sent = 'yes'
  e.submitter?.setAttribute('aria-busy', 'true')
})
const release = () => document.querySelectorAll('form[data-sent]').forEach(form => {
  delete form.dataset.sent
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy')
})
addEventListener('pageshow', e => { if (e.persisted) release() })
document.addEventListener('htmx:after:request', release)
