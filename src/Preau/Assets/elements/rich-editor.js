import { Editor } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import Image from '@tiptap/extension-image'
import { chooseFile } from './choose-file.js'
import { choosePicture } from './choose-picture.js'
import { linkAddress } from './link-address.js'
import { alignBlock, copyBlock, currentBlock, currentLimit, deleteBlock, insertBlocks, isAligned, limitBlocks, mailBlocks, moveBlock } from './mail-blocks.js'

const icon = name => `<svg class="icon" aria-hidden="true"><use href="/dist/icons.svg#${name}"/></svg>`

/**
 * <rich-editor data-words='{"bold":"Bold",…}' data-upload="/files" data-file='{"to":"/mail/files",…}'><textarea name="…">…html…</textarea></rich-editor>
 * Edits the HTML of the textarea it holds; without JavaScript the textarea itself is the editor. With data-blocks it edits a tree of blocks as JSON, and keeps blocks at data-keep.
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
    const isBlocks = this.hasAttribute('data-blocks')
    area.hidden = true
    this.append(bar, surface)
    this.editor = new Editor({
      element: surface,
      injectCSS: false,
      content: isBlocks ? tree(area.value) : area.value,
      extensions: [
        StarterKit.configure({ heading: { levels: isBlocks ? [2, 3, 4] : [2, 3] }, ...(isBlocks ? { codeBlock: false } : {}), link: { openOnClick: false, defaultProtocol: 'https', protocols: ['http', 'https', 'mailto', 'tel'] } }),
        ...(isBlocks ? mailBlocks(limitWords(this)) : [Image]),
      ],
      editorProps: { attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': area.getAttribute('aria-label') ?? area.labels?.[0]?.textContent ?? '' } },
      onUpdate: ({ editor }) => {
        area.value = isBlocks ? JSON.stringify(editor.getJSON()) : editor.getHTML()
        area.dispatchEvent(new Event('input', { bubbles: true }))
      },
      onTransaction: () => this.show(),
    })
    const run = f => () => f(this.editor.chain().focus()).run()
    const make = ([word, name, act, isOn], to = bar) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.innerHTML = icon(name)
      button.title = words[word] ?? word
      button.setAttribute('aria-label', words[word] ?? word)
      button.addEventListener('click', act)
      to.append(button)
      return { button, isOn }
    }
    this.buttons = [
      ['bold', 'bold', run(c => c.toggleBold()), () => this.editor.isActive('bold')],
      ['italic', 'italic', run(c => c.toggleItalic()), () => this.editor.isActive('italic')],
      ['heading2', 'h-2', run(c => c.toggleHeading({ level: 2 })), () => this.editor.isActive('heading', { level: 2 })],
      ['heading3', 'h-3', run(c => c.toggleHeading({ level: 3 })), () => this.editor.isActive('heading', { level: 3 })],
      ['list', 'list', run(c => c.toggleBulletList()), () => this.editor.isActive('bulletList')],
      ['numbers', 'list-numbers', run(c => c.toggleOrderedList()), () => this.editor.isActive('orderedList')],
      ['quote', 'quote', run(c => c.toggleBlockquote()), () => this.editor.isActive('blockquote')],
      ['link', 'link', () => this.link(words), () => this.editor.isActive('link')],
    ].map(b => make(b))
    if (isBlocks) {
      this.buttons.push(...['left', 'center', 'right'].map(a => [a, `align-${a}`, () => alignBlock(this.editor, a), () => isAligned(this.editor, a)]).map(b => make(b)))
    }
    if (this.dataset.upload) this.pictureButton(bar, words)
    if (this.dataset.file) this.fileButton(make, JSON.parse(this.dataset.file))
    this.limitMenu(bar)
    this.querySelectorAll('template[data-insert]').forEach(t => this.insertMenu(bar, t))
    if (isBlocks) {
      const blocks = [
        ['up', 'arrow-up', () => moveBlock(this.editor, -1)],
        ['down', 'arrow-down', () => moveBlock(this.editor, 1)],
        ['twice', 'copy', () => copyBlock(this.editor)],
        ['gone', 'trash', () => deleteBlock(this.editor)],
        ['keep', 'bookmark', () => this.keep(words)],
      ]
      const group = bar.appendChild(document.createElement('span'))
      group.className = 'rich-group'
      blocks.forEach(b => make(b, group))
    }
    this.addEventListener('rich-insert', e => this.put(e.detail))
    this.show()
  }

  /** A template's options become a menu that inserts their value at the cursor: personalisation fields, pictures. */
  insertMenu(bar, template) {
    const select = document.createElement('select')
    select.className = 'form-select'
    select.setAttribute('aria-label', template.dataset.insert)
    select.append(new Option(template.dataset.insert, ''), ...template.content.cloneNode(true).children)
    select.addEventListener('change', () => {
      if (select.value.startsWith('{"')) insertBlocks(this.editor, blocksOf(select.value))
      else if (select.value) this.put(select.value)
      select.value = ''
    })
    if ('kept' in template.dataset) {
      this.kept = select
      select.hidden = select.options.length === 1
    }
    bar.append(select)
  }

  /** For whom the block is in which the cursor stands: a choice that is shown while there is anything to choose. */
  limitMenu(bar) {
    const template = this.querySelector('template[data-limits]')
    if (!template) return
    this.limit = document.createElement('select')
    this.limit.className = 'form-select'
    this.limit.setAttribute('aria-label', template.dataset.limits)
    this.limit.title = template.dataset.limits
    this.limit.append(...template.content.cloneNode(true).children)
    this.limit.addEventListener('change', () => limitBlocks(this.editor, this.limit.value))
    bar.append(this.limit)
  }

  /** Puts text or a picture at the cursor; behind a picture that is selected, not in its place. */
  put(content) {
    const { selection } = this.editor.state
    if (!selection.node) this.editor.chain().focus().insertContent(content).run()
    else this.editor.chain().focus().insertContentAt(selection.to, typeof content === 'string' ? { type: 'paragraph', content: [{ type: 'text', text: content }] } : content).run()
  }

  pictureButton(bar, words) {
    const button = document.createElement('button')
    button.type = 'button'
    button.innerHTML = icon('photo')
    button.title = words.picture ?? 'Picture'
    button.setAttribute('aria-label', button.title)
    button.addEventListener('click', () => choosePicture({ to: this.dataset.upload, words, place: this })
      .then(picture => picture && this.put({ type: 'image', attrs: picture })))
    bar.append(button)
  }

  fileButton(make, file) {
    make([file.link, 'file-text', () => chooseFile({ ...file, place: this }).then(said => said && this.linkFile(said))])
  }

  /** A button in which one stands leads to the file, and so do words that are selected; else its name is put at the cursor. */
  linkFile({ href, text }) {
    const { selection } = this.editor.state
    const chain = this.editor.chain().focus()
    const link = { type: 'text', text, marks: [{ type: 'link', attrs: { href } }] }
    if (this.editor.isActive('button')) chain.updateAttributes('button', { href }).run()
    else if (selection.node) chain.insertContentAt(selection.to, { type: 'paragraph', content: [link] }).run()
    else if (!selection.empty) chain.setLink({ href }).run()
    else chain.insertContent([link, { type: 'text', text: ' ' }]).run()
  }

  link(words) {
    const of = this.editor.isActive('button') ? 'button' : this.editor.isActive('image') && this.hasAttribute('data-blocks') ? 'image' : null
    this.ask({ label: words.address ?? 'Address of the link', value: this.editor.getAttributes(of ?? 'link').href ?? '', words, check: text => (text.trim() ? linkAddress(text) : '') ?? new Error(words.noAddress ?? 'This is no address.') }).then(href => {
      const chain = this.editor.chain().focus()
      if (href === null) chain.run()
      else if (of) chain.updateAttributes(of, { href }).run()
      else (href ? chain.extendMarkRange('link').setLink({ href }) : chain.extendMarkRange('link').unsetLink()).run()
    })
  }

  /** Keeps the block in which the cursor stands, for other mails. */
  keep(words) {
    const tree = JSON.stringify(currentBlock(this.editor))
    const check = async name => {
      const body = new URLSearchParams({ name, tree, __RequestVerificationToken: this.closest('form')?.querySelector('[name=__RequestVerificationToken]')?.value ?? '' })
      const answer = await fetch(this.dataset.keep, { method: 'POST', body }).catch(() => null)
      const said = await answer?.json().catch(() => null)
      return answer?.ok && said ? said : new Error(said?.problem ?? words.notKept)
    }
    this.ask({ label: words.name, value: '', words, check }).then(kept => {
      if (kept === null) return
      const known = [...this.kept.options].find(o => o.text.localeCompare(kept.name, undefined, { sensitivity: 'base' }) === 0)
      if (known) [known.text, known.value] = [kept.name, kept.tree]
      else this.kept.append(new Option(kept.name, kept.tree))
      this.kept.hidden = false
      this.say(words.kept)
    })
  }

  say(text) {
    this.status ??= this.appendChild(Object.assign(document.createElement('p'), { className: 'rich-status' }))
    this.status.setAttribute('role', 'status')
    this.status.textContent = text
  }

  /** Asks for a line of text. Answers with what check makes of it, or null when it was given up; an Error of check is shown, and asked again. */
  ask({ label, value, words, check }) {
    const dialog = document.createElement('dialog')
    dialog.className = 'rich-link'
    dialog.innerHTML = '<form method="dialog"><label><span></span><input type="text" class="form-control" maxlength="2000"></label><p class="error" role="alert" hidden></p><div class="actions"><button value="ok" class="btn btn-primary"></button><button value="no" class="btn" formnovalidate></button></div></form>'
    dialog.querySelector('span').textContent = label
    const [ok, no] = dialog.querySelectorAll('button')
    ok.textContent = words.apply ?? 'Apply'
    no.textContent = words.cancel ?? 'Cancel'
    const input = dialog.querySelector('input')
    input.value = value
    const wrong = dialog.querySelector('[role=alert]')
    this.append(dialog)
    dialog.showModal()
    return new Promise(resolve => {
      let answer = null
      ok.addEventListener('click', async e => {
        e.preventDefault()
        ok.disabled = true
        const made = await check(input.value)
        ok.disabled = false
        if (made instanceof Error) [wrong.textContent, wrong.hidden] = [made.message, false]
        else {
          answer = made
          dialog.close()
        }
      })
      dialog.addEventListener('close', () => {
        dialog.remove()
        resolve(answer)
      })
    })
  }

  show() {
    for (const { button, isOn } of this.buttons ?? []) button.setAttribute('aria-pressed', isOn() ? 'true' : 'false')
    if (!this.limit) return
    this.limit.value = currentLimit(this.editor)
    this.limit.hidden = this.limit.options.length === 1 && this.limit.value === ''
  }

  disconnectedCallback() { this.editor?.destroy() }
})

/** Whom blocks can be for, in words. */
function limitWords(element) {
  const template = element.querySelector('template[data-limits]')
  return { who: Object.fromEntries([...template?.content.querySelectorAll('option') ?? []].map(o => [o.value, o.textContent])), gone: template?.dataset.gone ?? '' }
}

/** What stands in the field: a tree, or nothing yet. It ends with a line to stand in, so that to look at it changes nothing. */
function tree(text) {
  try {
    const doc = text.trim() ? JSON.parse(text) : null
    if (doc && doc.content?.at(-1)?.type !== 'paragraph') doc.content.push({ type: 'paragraph' })
    return doc
  } catch {
    return null
  }
}

/** A tree's blocks, or one block alone. */
const blocksOf = json => (node => node.type === 'doc' ? node.content : node)(JSON.parse(json))
