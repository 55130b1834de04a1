import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * `create ADDRESS` gives each user of standard input ("user TAB password") its password, `login ADDRESS` logs each in by
 * the line of JAAS that Kafka's guide shows, the password in it as it stands. Prints the users for which it worked.
 */
public class Scram {
    public static void main(String[] arguments) throws Exception {
        List<String[]> users = new ArrayList<>();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) users.add(line.split("\t", 2));
        for (String[] user : users) {
            boolean worked = false;
            try {
                worked = arguments[0].equals("create") ? create(arguments[1], user) : login(arguments[1], user);
            } catch (Exception refused) {
                // It did not work.
            }
            System.out.println(worked ? user[0] : "refused");
        }
        System.exit(0);
    }

    static Admin bootstrap;

    static boolean create(String address, String[] user) throws Exception {
        if (bootstrap == null) bootstrap = Admin.create(Map.of("bootstrap.servers", address));
        var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        bootstrap.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user[0], info, user[1]))).all()
            .get(20, TimeUnit.SECONDS);
        return true;
    }

    static boolean login(String address, String[] user) throws Exception {
        var properties = new Properties();
        properties.put("bootstrap.servers", address);
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + user[0] + "\" password=\"" + user[1] + "\";");
        try (Admin admin = Admin.create(properties)) {
            return admin.describeCluster().clusterId().get(20, TimeUnit.SECONDS) != null;
        }
    }
}
