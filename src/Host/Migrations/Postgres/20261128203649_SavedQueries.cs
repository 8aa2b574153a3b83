using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SavedQueries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "query_saved",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Organisation = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Environment = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    OwnerId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Owner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    NameKey = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Sql = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Tags = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Shared = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_query_saved", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_query_saved_Organisation_Environment_NameKey",
                table: "query_saved",
                columns: new[] { "Organisation", "Environment", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_query_saved_Organisation_Environment_OwnerId_NameKey",
                table: "query_saved",
                columns: new[] { "Organisation", "Environment", "OwnerId", "NameKey" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "query_saved");
        }
    }
}
