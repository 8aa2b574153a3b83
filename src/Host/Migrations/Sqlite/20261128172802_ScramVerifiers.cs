using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ScramVerifiers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ScramVerifier",
                table: "identity_users",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ScramVerifier",
                table: "identity_keys",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "identity_scram_salts",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_scram_salts", x => x.Id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "identity_scram_salts");

            migrationBuilder.DropColumn(
                name: "ScramVerifier",
                table: "identity_users");

            migrationBuilder.DropColumn(
                name: "ScramVerifier",
                table: "identity_keys");
        }
    }
}
