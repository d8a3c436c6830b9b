/**
 * Asks for a file and sends it to `to`, with what else is asked for: answers with what the server said, or with nothing when it was left.
 * What is larger than `most` bytes is not sent at all.
 */
export function chooseFile({ to, place, label, hint = '', accept, most = Infinity, asks = {}, apply, cancel, tooLarge, failed, language }) {
  const form = place.closest('form')
  const token = form?.querySelector('[name=__RequestVerificationToken]')?.value
  const dialog = document.createElement('dialog')
  dialog.className = 'rich-link'
  dialog.innerHTML = '<form method="dialog"><label><span></span><input type="file" class="form-control" required></label><p class="hint" hidden></p><p class="error" role="alert"></p><div class="actions"><button class="btn btn-primary"></button><button type="button" class="btn"></button></div></form>'
  const file = dialog.querySelector('input')
  const about = dialog.querySelector('.hint')
  const problem = dialog.querySelector('.error')
  const [send, leave] = dialog.querySelectorAll('button')
  dialog.querySelector('span').textContent = label
  file.accept = accept
  about.textContent = hint
  about.hidden = !hint
  if (hint) file.setAttribute('aria-describedby', about.id = 'choose-file-hint')
  send.textContent = apply
  leave.textContent = cancel
  const asked = Object.entries(asks).map(([name, words]) => {
    const field = document.createElement('label')
    field.innerHTML = '<span></span><input type="text" maxlength="300" class="form-control" required>'
    field.querySelector('span').textContent = words
    problem.before(field)
    return [name, field.querySelector('input')]
  })
  place.append(dialog)
  dialog.showModal()
  return new Promise(answer => {
    leave.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => { dialog.remove(); answer(null) })
    dialog.addEventListener('submit', async e => {
      e.preventDefault()
      e.stopPropagation()
      problem.textContent = ''
      if (file.files[0].size > most) { problem.textContent = tooLarge; return }
      send.disabled = true
      const body = new FormData()
      body.append('file', file.files[0])
      for (const [name, input] of asked) body.append(name, input.value)
      body.append('language', form?.querySelector('[name="Form.Language"]')?.value ?? language ?? '')
      if (token) body.append('__RequestVerificationToken', token)
      try {
        const response = await fetch(to, { method: 'POST', body, headers: { Accept: 'application/json' } })
        const said = response.headers.get('content-type')?.includes('json') ? await response.json() : {}
        if (response.ok) { answer(said); dialog.close(); return }
        problem.textContent = said.error ?? failed
      } catch { problem.textContent = failed }
      send.disabled = false
    })
  })
}
