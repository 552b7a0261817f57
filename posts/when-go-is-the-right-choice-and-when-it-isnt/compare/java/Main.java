import java.util.*;

public class Main {
    static int primes(int n) {
        boolean[] composite = new boolean[n + 1];
        int count = 0;
        for (int i = 2; i <= n; i++) {
            if (composite[i]) continue;
            count++;
            for (int j = i * 2; j > 0 && j <= n; j += i) composite[j] = true;
        }
        return count;
    }

    static String words(int n) {
        Map<String, List<String>> groups = new HashMap<>();
        int x = 1;
        for (int i = 0; i < n; i++) {
            x = x * 1664525 + 1013904223;
            String word = "w" + (x >>> 16);
            groups.computeIfAbsent(word, k -> new ArrayList<>()).add(word + "!");
        }
        int longest = 0;
        for (List<String> g : groups.values()) longest = Math.max(longest, g.size());
        return groups.size() + " " + longest;
    }

    static int waitAll(int n) throws Exception {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Thread t = new Thread(() -> {
                try { Thread.sleep(2000); } catch (InterruptedException e) { }
            });
            t.start();
            all.add(t);
        }
        for (Thread t : all) t.join();
        return n;
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i + 1 < args.length; i += 2) {
            int n = Integer.parseInt(args[i + 1]);
            switch (args[i]) {
                case "hello" -> System.out.println("hello");
                case "primes" -> System.out.println(primes(n));
                case "words" -> System.out.println(words(n));
                case "wait" -> System.out.println(waitAll(n));
            }
        }
    }
}
