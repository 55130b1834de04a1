import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Puts each password into each place as a person would paste it, and reads it back with the place's own Java parser.
 * Standard input: lines of "place TAB password". Standard output: for each "place TAB parser TAB value in Base64", or "-".
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
        place("java-amqp-url", com.rabbitmq.client.ConnectionFactory.class, password -> {
            var read = new com.rabbitmq.client.ConnectionFactory();
            read.setUri("amqp://app:" + password + "@db.example:5672/app");
            return "db.example".equals(read.getHost()) && "app".equals(read.getVirtualHost()) ? read.getPassword() : null;
        });
        place("lettuce-url", io.lettuce.core.RedisURI.class, password -> {
            var read = io.lettuce.core.RedisURI.create("rediss://app:" + password + "@db.example:6379/1");
            char[] found = read.getCredentialsProvider().resolveCredentials().block().getPassword();
            return "db.example".equals(read.getHost()) && read.getDatabase() == 1 ? new String(found) : null;
        });
        place("java-mongodb-url", com.mongodb.ConnectionString.class, password -> {
            var read = new com.mongodb.ConnectionString("mongodb://app:" + password + "@db.example:27017/app?tls=true");
            return "app".equals(read.getDatabase()) ? new String(read.getPassword()) : null;
        });
        place("r2dbc-url", io.r2dbc.spi.ConnectionFactoryOptions.class, password -> {
            var read = io.r2dbc.spi.ConnectionFactoryOptions.parse(
                "r2dbc:postgresql://app:" + password + "@db.example:5432/app");
            if (!"app".equals(read.getValue(io.r2dbc.spi.ConnectionFactoryOptions.DATABASE))) return null;
            return read.getValue(io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD).toString();
        });
        place("smallrye-env", io.smallrye.config.SmallRyeConfig.class, password ->
            new io.smallrye.config.SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new io.smallrye.config.EnvConfigSource(Map.of("DB_PASSWORD", password), 300)).build()
                .getRawValue("db.password"));
        place("spring-env", org.springframework.core.env.StandardEnvironment.class, password -> {
            var environment = new org.springframework.core.env.StandardEnvironment();
            environment.getPropertySources().addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                "systemEnvironment", Map.of("DB_PASSWORD", password)));
            return environment.getProperty("db.password");
        });
        place("spring-value", org.springframework.core.env.StandardEnvironment.class, password -> {
            // @Value("${db.password}") is resolved by these two calls.
            var environment = new org.springframework.core.env.StandardEnvironment();
            environment.getPropertySources().addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                "systemEnvironment", Map.of("DB_PASSWORD", password)));
            var beans = new org.springframework.beans.factory.support.DefaultListableBeanFactory();
            var expressions = new org.springframework.context.expression.StandardBeanExpressionResolver();
            String text = environment.resolveRequiredPlaceholders("${db.password}");
            return expressions.evaluate(text, new org.springframework.beans.factory.config.BeanExpressionContext(beans, null));
        });
        place("hocon", com.typesafe.config.ConfigFactory.class, password -> {
            var read = com.typesafe.config.ConfigFactory.parseString("user = app\npassword = " + password + "\nlast = x\n").resolve();
            return "x".equals(read.getString("last")) ? read.getString("password") : null;
        });
        place("maven-settings", org.apache.maven.settings.building.DefaultSettingsBuilderFactory.class, password -> {
            var source = new org.apache.maven.settings.building.StringSettingsSource(
                "<settings><servers><server><id>a</id><username>app</username><password>" + password
                + "</password></server></servers></settings>");
            var request = new org.apache.maven.settings.building.DefaultSettingsBuildingRequest().setUserSettingsSource(source)
                .setSystemProperties(new Properties());
            var read = new org.apache.maven.settings.building.DefaultSettingsBuilderFactory().newInstance().build(request);
            return read.getEffectiveSettings().getServer("a").getPassword();
        });
        place("kafka-connect", org.apache.kafka.common.config.ConfigTransformer.class, password -> {
            var providers = Map.<String, org.apache.kafka.common.config.provider.ConfigProvider>of(
                "env", new org.apache.kafka.common.config.provider.EnvVarConfigProvider());
            providers.get("env").configure(Map.of());
            return new org.apache.kafka.common.config.ConfigTransformer(providers)
                .transform(Map.of("connection.password", password)).data().get("connection.password");
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
            var value = read instanceof String text
                ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) : "-";
            answers.append(name).append('\t').append(version(PARSERS.get(name))).append('\t').append(value).append('\n');
        }
        System.out.print(answers);
    }
}
