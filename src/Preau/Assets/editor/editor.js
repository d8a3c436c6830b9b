import '../elements/rich-editor.js'
