using System;
using System.Data.Common;
using System.Data.SqlClient;
using System.Reflection;

/// Puts each password into a connection string as a person would paste it, and reads it back with .NET's parser, as
/// Mono has it. Lines in and out are those of Read.java.
static class Read {
  static string ReadWith(DbConnectionStringBuilder builder, string password, string user) {
    builder.ConnectionString = "Server=db.example;" + user + "=app;Password=" + password + ";Database=app";
    return (string) builder["Database"] == "app" ? (string) builder["Password"] : null;
  }

  static string ReadPlace(string name, string password) {
    switch (name) {
      case "ado-net": return ReadWith(new DbConnectionStringBuilder(), password, "User ID");
      case "ado-net-sqlserver": return ReadWith(new SqlConnectionStringBuilder(), password, "User ID");
      case "odbc-net": return ReadWith(new DbConnectionStringBuilder(true), password, "Uid");
      default: throw new ArgumentException(name);
    }
  }

  static void Main() {
    var version = typeof(Type).GetTypeInfo().Assembly.GetType("Mono.Runtime")
      .GetMethod("GetDisplayName", BindingFlags.NonPublic | BindingFlags.Static).Invoke(null, null).ToString();
    for (string line; (line = Console.ReadLine()) != null;) {
      var tab = line.IndexOf('\t');
      var name = line.Substring(0, tab);
      var password = line.Substring(tab + 1);
      string read = null;
      try {
        read = ReadPlace(name, password);
      } catch (ArgumentException) {
        // It did not arrive.
      }
      var value = read == null ? "-" : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(read));
      Console.WriteLine(name + "\tSystem.Data of Mono " + version.Split(' ')[0] + "\t" + value);
    }
  }
}
