/** What libraries print by themselves, until `end`, which answers with all of it. */
export function overhear(): { end(): string } {
  const heard: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (chunk: unknown) => {
      heard.push(String(chunk));
      return true;
    };
  }
  return {
    end() {
      streams.forEach((stream, index) => {
        stream.write = writes[index] as typeof stream.write;
      });
      return heard.join('');
    },
  };
}
