/**
 * Asks for a picture and for what it shows, sends both to `to`, and answers with {src, alt}, or with nothing when it was left.
 * The server draws the picture anew; without words for those who cannot see it, it takes none.
 */
export function choosePicture({ to, token, words, place }) {
  const dialog = document.createElement('dialog')
  dialog.className = 'rich-link'
  dialog.innerHTML = '<form method="dialog"><label><span></span><input type="file" accept="image/jpeg,image/png,image/webp" class="form-control" required></label><label><span></span><input type="text" maxlength="300" class="form-control" required></label><p class="error" role="alert"></p><div class="actions"><button class="btn btn-primary"></button><button type="button" class="btn"></button></div></form>'
  const form = dialog.querySelector('form')
  const [file, alt] = dialog.querySelectorAll('input')
  const [fileWords, altWords] = dialog.querySelectorAll('label span')
  const [send, leave] = dialog.querySelectorAll('button')
  const problem = dialog.querySelector('.error')
  fileWords.textContent = words.file ?? 'Choose a picture'
  altWords.textContent = words.alt ?? 'What the picture shows'
  send.textContent = words.apply ?? 'Apply'
  leave.textContent = words.cancel ?? 'Cancel'
  place.append(dialog)
  dialog.showModal()
  return new Promise(answer => {
    leave.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => { dialog.remove(); answer(null) })
    form.addEventListener('submit', async e => {
      e.preventDefault()
      send.disabled = true
      problem.textContent = ''
      const body = new FormData()
      body.append('file', file.files[0])
      body.append('alt', alt.value)
      if (token) body.append('__RequestVerificationToken', token)
      try {
        const response = await fetch(to, { method: 'POST', body })
        const said = response.headers.get('content-type')?.includes('json') ? await response.json() : {}
        if (response.ok) { answer({ src: said.src, alt: said.alt }); dialog.close(); return }
        problem.textContent = said.error ?? words.failed
      } catch { problem.textContent = words.failed }
      send.disabled = false
    })
  })
}
