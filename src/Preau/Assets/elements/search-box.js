/** «/» puts the cursor into the page's search box, wherever one is. */
document.addEventListener('keydown', e => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable]')) return
  const box = document.querySelector('input[type=search]')
  if (!box) return
  e.preventDefault()
  box.focus()
  box.select()
})
