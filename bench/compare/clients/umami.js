/** A script tag: it is loaded, so its evaluation counts like that of the others. */
export const start = ({ host }) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script')
    Object.assign(script, { src: '/umami.js', onload: resolve, onerror: reject })
    Object.assign(script.dataset, { websiteId: 'bench', hostUrl: host })
    document.head.append(script)
  })
