import { Extension, Node } from '@tiptap/core'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import Image from '@tiptap/extension-image'

// The kinds of block that only mails have; Mail/Blocks/BlockTree.cs reads and writes the same names.
const attribute = (name, otherwise) => ({ default: otherwise, parseHTML: e => e.getAttribute(`data-${name}`) ?? otherwise, renderHTML: a => ({ [`data-${name}`]: a[name] }) })

const Align = Extension.create({
  name: 'align',
  addGlobalAttributes: () => [{ types: ['paragraph', 'heading', 'image', 'button'], attributes: { align: attribute('align', 'left') } }],
})

// Pictures of another's host would tell it who reads the mail: they are not kept, and so not shown.
const Picture = Image.extend({
  addAttributes() { return { ...this.parent?.(), href: attribute('href', '') } },
  parseHTML: () => [{ tag: 'img[src^="/files/"]' }],
  addInputRules: () => [],
})

const Button = Node.create({
  name: 'button', group: 'block', content: 'text*', marks: '', defining: true,
  addAttributes: () => ({ href: attribute('href', '') }),
  parseHTML: () => [{ tag: 'div[data-block=button]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', { ...HTMLAttributes, 'data-block': 'button' }, ['span', 0]],
  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => editor.isActive('button') && editor.chain().insertContentAt(editor.state.selection.$from.after(), { type: 'paragraph' }).setTextSelection(editor.state.selection.$from.after() + 1).run() }
  },
})

const Column = Node.create({ name: 'column', content: 'block+', isolating: true, parseHTML: () => [{ tag: 'div[data-block=column]' }], renderHTML: () => ['div', { 'data-block': 'column' }, 0] })

const Columns = Node.create({ name: 'columns', group: 'block', content: 'column{2,3}', isolating: true, parseHTML: () => [{ tag: 'div[data-block=columns]' }], renderHTML: () => ['div', { 'data-block': 'columns' }, 0] })

const Spacer = Node.create({
  name: 'spacer', group: 'block', atom: true,
  addAttributes: () => ({ height: { default: 24 } }),
  parseHTML: () => [{ tag: 'div[data-block=spacer]' }],
  renderHTML: () => ['div', { 'data-block': 'spacer' }],
})

// Blocks for the people of a segment, or for all but them. Whom they are for stands above them, in the words of the options: { 'only 12': 'Only for “Lyon”' }.
const Limited = Node.create({
  name: 'limited', group: 'block', content: 'block+', defining: true,
  addOptions: () => ({ who: {}, gone: '' }),
  addAttributes: () => ({
    segment: { default: 0, rendered: false, parseHTML: e => Number(e.dataset.segment) || 0 },
    but: { default: false, rendered: false, parseHTML: e => e.dataset.but === 'true' },
  }),
  parseHTML: () => [{ tag: 'div[data-block=limited]' }],
  renderHTML({ node }) {
    const who = this.options.who[limitOf(node)] ?? this.options.gone
    return ['div', { 'data-block': 'limited', 'data-segment': node.attrs.segment, 'data-but': node.attrs.but, 'data-who': who, role: 'group', 'aria-label': who }, 0]
  },
})

const limitOf = node => node.type.name === 'limited' ? `${node.attrs.but ? 'allbut' : 'only'} ${node.attrs.segment}` : ''

export const mailBlocks = limits => [Align, Picture, Button, Column, Columns, Spacer, Limited.configure(limits)]

/** The number of the outermost block in which the cursor stands. */
const at = state => Math.min(state.selection.$from.index(0), state.doc.childCount - 1)
const children = doc => { const all = []; doc.forEach(n => all.push(n)); return all }
const startOf = (nodes, index) => nodes.slice(0, index).reduce((sum, n) => sum + n.nodeSize, 0)

/** Changes the order of the outermost blocks: f gets them and the number of the current one, and answers with the number of the one to stand in. */
function arrange(editor, f) {
  const { state, view } = editor
  const nodes = children(state.doc)
  const there = f(nodes, at(state))
  if (there === null) return
  if (nodes.length === 0) nodes.push(state.schema.nodes.paragraph.create())
  const transaction = state.tr.replaceWith(0, state.doc.content.size, nodes)
  const start = startOf(nodes, Math.min(there, nodes.length - 1))
  const node = transaction.doc.nodeAt(start)
  transaction.setSelection(node?.isAtom && !node.isTextblock ? NodeSelection.create(transaction.doc, start) : TextSelection.near(transaction.doc.resolve(start + 1)))
  view.dispatch(transaction.scrollIntoView())
  view.focus()
}

export const moveBlock = (editor, by) => arrange(editor, (nodes, i) => {
  if (i + by < 0 || i + by >= nodes.length) return null
  nodes.splice(i + by, 0, ...nodes.splice(i, 1))
  return i + by
})

export const copyBlock = editor => arrange(editor, (nodes, i) => { nodes.splice(i + 1, 0, nodes[i]); return i + 1 })

export const deleteBlock = editor => arrange(editor, (nodes, i) => { nodes.splice(i, 1); return Math.max(0, i - 1) })

/** Makes the outermost blocks that are selected for those alone whom this names, «only 12» or «allbut 12», or for everybody. */
export const limitBlocks = (editor, who) => arrange(editor, (nodes, i) => {
  const { $to } = editor.state.selection
  const count = Math.max(1, $to.index(0) - ($to.depth === 0 ? 1 : 0) - i + 1)
  const inner = nodes.slice(i, i + count).flatMap(n => n.type.name === 'limited' ? children(n) : [n])
  const [kind, segment] = who.split(' ')
  nodes.splice(i, count, ...(who ? [editor.schema.nodes.limited.create({ segment: Number(segment), but: kind === 'allbut' }, inner)] : inner))
  return i
})

/** Whom the outermost block is for in which the cursor stands. */
export const currentLimit = editor => limitOf(editor.state.doc.child(at(editor.state)))

/** Puts blocks behind the one in which the cursor stands, in its place where that is an empty line; within a column, there. */
export function insertBlocks(editor, nodes) {
  const { $from } = editor.state.selection
  const isEmpty = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0
  const place = !$from.parent.isTextblock ? editor.state.selection.to : isEmpty ? { from: $from.before(), to: $from.after() } : $from.after()
  editor.chain().focus().insertContentAt(place, nodes).run()
}

export const currentBlock = editor => ({ type: 'doc', content: [editor.state.doc.child(at(editor.state)).toJSON()] })

const aligned = ['button', 'image', 'heading', 'paragraph']

export const alignBlock = (editor, align) => aligned.reduce((chain, type) => chain.updateAttributes(type, { align }), editor.chain().focus()).run()

export const isAligned = (editor, align) => aligned.some(type => editor.isActive(type) && (editor.getAttributes(type).align ?? 'left') === align)
