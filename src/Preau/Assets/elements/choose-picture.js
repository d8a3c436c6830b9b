import { chooseFile } from './choose-file.js'

/**
 * Asks for a picture and for what it shows, sends both to `to`, and answers with {src, alt}, or with nothing when it was left.
 * The server draws the picture anew; without words for those who cannot see it, it takes none.
 */
export const choosePicture = ({ to, words, place }) => chooseFile({
  to, place, label: words.file ?? 'Choose a picture', accept: 'image/jpeg,image/png,image/webp', asks: { alt: words.alt ?? 'What the picture shows' },
  apply: words.apply ?? 'Apply', cancel: words.cancel ?? 'Cancel', failed: words.failed,
}).then(said => said && { src: said.src, alt: said.alt })
