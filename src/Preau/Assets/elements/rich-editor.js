import { Editor } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import Image from '@tiptap/extension-image'
import { choosePicture } from './choose-picture.js'
import { linkAddress } from './link-address.js'

const icon = name => `<svg class="icon" aria-hidden="true"><use href="/dist/icons.svg#${name}"/></svg>`

/**
 * <rich-editor data-words='{"bold":"Bold",…}' data-upload="/files"><textarea name="…">…html…</textarea></rich-editor>
 * Edits the HTML of the textarea it holds; without JavaScript the textarea itself is the editor.
 */
customElements.define('rich-editor', class extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector('textarea')
    const words = JSON.parse(this.dataset.words ?? '{}')
    const surface = document.createElement('div')
    surface.className = 'rich-surface'
    const bar = document.createElement('div')
    bar.className = 'rich-bar'
    bar.setAttribute('role', 'toolbar')
    bar.setAttribute('aria-label', words.toolbar ?? 'Formatting')
    area.hidden = true
    this.append(bar, surface)
    this.editor = new Editor({
      element: surface,
      injectCSS: false,
      content: area.value,
      extensions: [StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false, defaultProtocol: 'https', protocols: ['http', 'https', 'mailto', 'tel'] } }), Image],
      editorProps: { attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': area.getAttribute('aria-label') ?? area.labels?.[0]?.textContent ?? '' } },
      onUpdate: ({ editor }) => {
        area.value = editor.getHTML()
        area.dispatchEvent(new Event('input', { bubbles: true }))
      },
      onTransaction: () => this.show(),
    })
    const run = f => () => f(this.editor.chain().focus()).run()
    this.buttons = [
      ['bold', 'bold', run(c => c.toggleBold()), () => this.editor.isActive('bold')],
      ['italic', 'italic', run(c => c.toggleItalic()), () => this.editor.isActive('italic')],
      ['heading2', 'h-2', run(c => c.toggleHeading({ level: 2 })), () => this.editor.isActive('heading', { level: 2 })],
      ['heading3', 'h-3', run(c => c.toggleHeading({ level: 3 })), () => this.editor.isActive('heading', { level: 3 })],
      ['list', 'list', run(c => c.toggleBulletList()), () => this.editor.isActive('bulletList')],
      ['numbers', 'list-numbers', run(c => c.toggleOrderedList()), () => this.editor.isActive('orderedList')],
      ['quote', 'quote', run(c => c.toggleBlockquote()), () => this.editor.isActive('blockquote')],
      ['link', 'link', () => this.link(words), () => this.editor.isActive('link')],
    ].map(([word, name, act, isOn]) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.innerHTML = icon(name)
      button.title = words[word] ?? word
      button.setAttribute('aria-label', words[word] ?? word)
      button.addEventListener('click', act)
      bar.append(button)
      return { button, isOn }
    })
    if (this.dataset.upload) this.pictureButton(bar, words)
    this.querySelectorAll('template[data-insert]').forEach(t => this.insertMenu(bar, t))
    this.addEventListener('rich-insert', e => this.editor.chain().focus().insertContent(e.detail).run())
    this.show()
  }

  /** A template's options become a menu that inserts their value at the cursor: personalisation fields, pictures. */
  insertMenu(bar, template) {
    const select = document.createElement('select')
    select.className = 'form-select'
    select.setAttribute('aria-label', template.dataset.insert)
    select.append(new Option(template.dataset.insert, ''), ...template.content.cloneNode(true).children)
    select.addEventListener('change', () => {
      if (select.value) this.editor.chain().focus().insertContent(select.value).run()
      select.value = ''
    })
    bar.append(select)
  }

  pictureButton(bar, words) {
    const button = document.createElement('button')
    button.type = 'button'
    button.innerHTML = icon('photo')
    button.title = words.picture ?? 'Picture'
    button.setAttribute('aria-label', button.title)
    button.addEventListener('click', () => choosePicture({ to: this.dataset.upload, token: this.closest('form')?.querySelector('[name=__RequestVerificationToken]')?.value, words, place: this })
      .then(picture => picture && this.editor.chain().focus().setImage(picture).run()))
    bar.append(button)
  }

  link(words) {
    const before = this.editor.getAttributes('link').href ?? ''
    const dialog = document.createElement('dialog')
    dialog.className = 'rich-link'
    dialog.innerHTML = '<form method="dialog"><label><span></span><input type="text" inputmode="url" class="form-control"></label><p class="error" role="alert" hidden></p><div class="actions"><button value="ok" class="btn btn-primary"></button><button value="no" class="btn"></button></div></form>'
    dialog.querySelector('span').textContent = words.address ?? 'Address of the link'
    const [ok, no] = dialog.querySelectorAll('button')
    ok.textContent = words.apply ?? 'Apply'
    no.textContent = words.cancel ?? 'Cancel'
    const input = dialog.querySelector('input')
    input.value = before
    const wrong = dialog.querySelector('[role=alert]')
    ok.addEventListener('click', e => {
      const address = input.value.trim() ? linkAddress(input.value) : ''
      if (address !== null) input.value = address
      else {
        e.preventDefault()
        wrong.textContent = words.noAddress ?? 'This is no address.'
        wrong.hidden = false
      }
    })
    dialog.addEventListener('close', () => {
      const chain = this.editor.chain().focus().extendMarkRange('link')
      if (dialog.returnValue === 'ok') (input.value ? chain.setLink({ href: input.value }) : chain.unsetLink()).run()
      dialog.remove()
    })
    this.append(dialog)
    dialog.showModal()
  }

  show() {
    for (const { button, isOn } of this.buttons ?? []) button.setAttribute('aria-pressed', isOn() ? 'true' : 'false')
  }

  disconnectedCallback() { this.editor?.destroy() }
})
