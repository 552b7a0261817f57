import { createServer } from 'node:http';

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

// region serve
const server = createServer((req, res) => {
  if (req.url === '/heavy') {
    res.end(`${primes(20_000_000)}\n`); // nothing else runs meanwhile
  } else {
    res.end('ok\n');
  }
});
// endregion serve

server.listen(0, '127.0.0.1', () => {
  console.log(`127.0.0.1:${server.address().port}`);
});
