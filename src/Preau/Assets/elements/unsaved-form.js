/** <form data-unsaved>: who leaves the page with something written and not sent is asked first. A form that came back with errors holds such writing. */
const unsaved = new Set([...document.querySelectorAll('form[data-unsaved]')].filter(form => form.querySelector('.error-summary')))
const note = e => { if (e.target.form?.matches('[data-unsaved]')) unsaved.add(e.target.form) }
document.addEventListener('input', note)
document.addEventListener('change', note)
document.addEventListener('submit', e => { if (!e.defaultPrevented) unsaved.delete(e.target) })
addEventListener('beforeunload', e => { if (unsaved.size > 0) e.preventDefault() })
