function primes(n) {
  const composite = new Uint8Array(n + 1);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (composite[i]) continue;
    count++;
    for (let j = i * 2; j <= n; j += i) composite[j] = 1;
  }
  return count;
}

function words(n) {
  const groups = new Map();
  let x = 1;
  for (let i = 0; i < n; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    const word = 'w' + (x >>> 16);
    let list = groups.get(word);
    if (!list) groups.set(word, (list = []));
    list.push(word + '!');
  }
  let longest = 0;
  for (const g of groups.values()) longest = Math.max(longest, g.length);
  return `${groups.size} ${longest}`;
}

// region wait
async function wait(n) {
  const sleep = () => new Promise((done) => setTimeout(done, 2000));
  await Promise.all(Array.from({ length: n }, sleep));
  return n;
}
// endregion wait

const args = process.argv.slice(2);
for (let i = 0; i < args.length; i += 2) {
  const [task, n] = [args[i], Number(args[i + 1])];
  if (task === 'hello') console.log('hello');
  else if (task === 'primes') console.log(primes(n));
  else if (task === 'words') console.log(words(n));
  else if (task === 'wait') console.log(await wait(n));
}
