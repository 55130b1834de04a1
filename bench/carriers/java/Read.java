import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Puts each password into each place as a person would paste it, and reads it back with the place's own Java parser.
 * Standard input: lines of "place TAB password". Standard output: for each "place TAB parser TAB arrived".
 */
public class Read {
    interface Place {
        Object read(String password) throws Exception;
    }

    static final Map<String, Place> PLACES = new LinkedHashMap<>();
    static final Map<String, Class<?>> PARSERS = new LinkedHashMap<>();

    static void place(String name, Class<?> parser, Place place) {
        PLACES.put(name, place);
        PARSERS.put(name, parser);
    }

    static {
        place("jdbc-postgresql", org.postgresql.Driver.class, password -> {
            Properties read = org.postgresql.Driver.parseURL(
                "jdbc:postgresql://db.example:5432/app?user=app&password=" + password + "&sslmode=require", null);
            return "require".equals(read.getProperty("sslmode")) ? read.getProperty("password") : null;
        });
        place("jdbc-mysql", com.mysql.cj.jdbc.Driver.class, password -> {
            var read = com.mysql.cj.conf.ConnectionUrl.getConnectionUrlInstance(
                "jdbc:mysql://db.example:3306/app?user=app&password=" + password + "&sslMode=REQUIRED", null).getMainHost();
            return "REQUIRED".equals(read.getHostProperties().get("sslMode")) ? read.getPassword() : null;
        });
        place("jdbc-mariadb", org.mariadb.jdbc.Driver.class, password -> {
            var read = org.mariadb.jdbc.Configuration.parse(
                "jdbc:mariadb://db.example:3306/app?user=app&password=" + password + "&useCompression=true");
            return read.useCompression() ? read.password() : null;
        });
        place("jdbc-sqlserver", com.microsoft.sqlserver.jdbc.SQLServerDriver.class, password -> {
            // Its public API never gives a password back.
            var parse = Class.forName("com.microsoft.sqlserver.jdbc.Util")
                .getDeclaredMethod("parseUrl", String.class, java.util.logging.Logger.class);
            parse.setAccessible(true);
            Properties read = (Properties) parse.invoke(null,
                "jdbc:sqlserver://db.example:1433;user=app;password=" + password + ";databaseName=app;",
                java.util.logging.Logger.getAnonymousLogger());
            return "app".equals(read.getProperty("databaseName")) ? read.getProperty("password") : null;
        });
        place("jaas", org.apache.kafka.common.security.JaasContext.class, password -> {
            String line = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\" password=\""
                + password + "\";";
            var read = org.apache.kafka.common.security.JaasContext.loadClientContext(
                Map.of("sasl.jaas.config", new org.apache.kafka.common.config.types.Password(line)));
            return read.configurationEntries().get(0).getOptions().get("password");
        });
        place("java-properties", Properties.class, password -> {
            Properties read = new Properties();
            read.load(new StringReader("user=app\npassword=" + password + "\nlast=x\n"));
            return read.size() == 3 ? read.getProperty("password") : null;
        });
    }

    static String version(Class<?> parser) {
        var source = parser.getProtectionDomain().getCodeSource();
        if (source == null) return "Java " + System.getProperty("java.version");
        String file = source.getLocation().getPath();
        return file.substring(file.lastIndexOf('/') + 1).replaceFirst("-(?=\\d)", " ").replaceFirst("\\.jar$", "");
    }

    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var answers = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int tab = line.indexOf('\t');
            String name = line.substring(0, tab);
            String password = line.substring(tab + 1);
            Object read = null;
            try {
                read = PLACES.get(name).read(password);
            } catch (Exception | Error refused) {
                // It did not arrive.
            }
            answers.append(name).append('\t').append(version(PARSERS.get(name))).append('\t').append(password.equals(read))
                .append('\n');
        }
        System.out.print(answers);
    }
}
