// The public site works without scripts; these only keep a form from being sent twice, and the menu from staying open behind a page.
import '../elements/busy-form.js'

const menu = document.querySelector('.menu')
document.addEventListener('keydown', e => { if (e.key === 'Escape' && menu?.open) { menu.open = false; menu.querySelector('summary').focus() } })
document.addEventListener('click', e => { if (menu?.open && !menu.contains(e.target)) menu.open = false })
